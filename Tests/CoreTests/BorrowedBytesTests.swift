import Core
import Testing

/// Parts of borrowed runs.
@Suite struct BorrowedBytesTests {
    @Test func aPartIsTheSliceWhateverIsAskedFor() {
        let bytes = Array("0123456789".utf8)
        unsafe bytes.withUnsafeBytes { buffer in
            let run = unsafe BorrowedBytes(buffer)
            for offset in [0, 1, 4, 9, 10, 11, UInt32.max] {
                for count in [0, 1, 5, 6, 9, 10, 11, UInt32.max] {
                    let part = run.part(UInt32(offset), UInt32(count))
                    #expect(part.equals(run.slice(Int(offset), Int(count))))
                    #expect(part.count == max(0, min(Int(count), 10 - Int(offset))))
                }
            }
        }
        #expect(BorrowedBytes().part(0, 3).isEmpty)
    }
}
