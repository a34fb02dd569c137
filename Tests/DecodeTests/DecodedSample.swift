import Core
import Decode

/// One datagram decoded, with what is needed to look at its strings.
struct DecodedSample {
    let status: DecodeStatus
    let message: Message
    let datagram: [UInt8]

    init(_ datagram: [UInt8]) {
        var message = Message()
        status = unsafe MessageDecoder.decode(datagram.span.bytes, into: &message)
        self.message = message
        self.datagram = datagram
    }

    func text(_ range: ByteRange) -> String {
        unsafe datagram.withUnsafeBytes { unsafe range.bytes(of: BorrowedBytes($0)).string }
    }

    func binary(_ range: ByteRange) -> [UInt8] {
        unsafe datagram.withUnsafeBytes { unsafe range.bytes(of: BorrowedBytes($0)).array }
    }

    func texts(_ range: RepeatedRange) -> [String] {
        unsafe datagram.withUnsafeBytes {
            var strings = unsafe range.strings(of: BorrowedBytes($0))
            var found: [String] = []
            while let string = strings.next() { found.append(string.string) }
            return found
        }
    }

    /// Everything that was decoded; nil unless `status` is `.decoded`.
    var values: ValueList? {
        guard status == .decoded else { return nil }
        return unsafe datagram.withUnsafeBytes {
            unsafe DecodedValues.of(message, in: BorrowedBytes($0))
        }
    }
}
