import Core
import Events
import State
import TestSupport
import Testing

/// Paths of opens: those with nothing to remove, and those of the enter event.
@Suite struct OpenPathTests {
    /// A path that is called plain is what resolving it gives.
    @Test func plainPathsResolveToThemselves() {
        var random = SplitMix(11)
        var scratch = ByteScratch(capacity: 2048)
        let alphabet = Array("/./ab".utf8)
        var plainCount = 0
        for _ in 0..<200_000 {
            let count = Int(random.next() % 26)
            var path = (0..<count).map { _ in alphabet[Int(random.next() % 5)] }
            // Mostly names between slashes, or hardly any were plain.
            if random.next() % 2 == 0 {
                path = Array("/usr/lib/x".utf8) + path.filter { $0 != UInt8(ascii: ".") }
            }
            unsafe path.withUnsafeBytes { buffer in
                let bytes = unsafe BorrowedBytes(buffer)
                guard PathText.isPlain(bytes) else { return }
                plainCount += 1
                PathText.resolve(bytes, in: BorrowedBytes(), into: &scratch)
                let isSame = scratch.view.equals(bytes)
                #expect(isSame, "\(bytes.string)")
            }
        }
        #expect(plainCount > 10_000)
    }

    @Test(arguments: ["/", "/a", "/etc/passwd", "/usr/lib/python3.11/os.py", "/a.b/c..d"])
    func ordinaryPathsArePlain(_ path: String) {
        var copy = path
        let isPlain = copy.withUTF8 {
            PathText.isPlain(unsafe BorrowedBytes(UnsafeRawBufferPointer($0)))
        }
        #expect(isPlain)
    }

    @Test(arguments: ["", "a", "//", "/a/", "/a//b", "/a/./b", "/a/..", "/abcdef/", "/abcdefg//h"])
    func pathsToBeChangedAreNot(_ path: String) {
        var copy = path
        let isPlain = copy.withUTF8 {
            PathText.isPlain(unsafe BorrowedBytes(UnsafeRawBufferPointer($0)))
        }
        #expect(!isPlain)
    }

    /// More threads are within an open than there are places for their paths, and some paths are
    /// longer than a place: each call still ends with the path that it began with.
    @Test(arguments: [1, 60, 300])
    func pathsWaitForTheirCalls(_ length: Int) {
        var maker = EventMaker()
        let threads = 1...200 as ClosedRange<Int32>
        func path(_ thread: Int32) -> String {
            "/" + String(repeating: "x", count: length) + "/\(thread)"
        }
        for thread in threads {
            maker.begin(306, thread: thread)
            maker.set(0, -100)
            maker.set(1, path(thread))
            maker.set(2, 1)
            maker.send()
        }
        for thread in threads {
            maker.begin(307, thread: thread)
            maker.set(0, 3)
            maker.set(1, -100)
            maker.set(2, "/changed")
            maker.set(3, 1)
            maker.send()
            let name = maker.fileName(3, of: thread)
            #expect(name == path(thread))
        }
        #expect(maker.counters[.argumentsChanged] == 200)
    }

    /// What waits for a call that never ends goes with its thread.
    @Test func pathsOfThreadsThatAreGoneGoToo() {
        var maker = EventMaker()
        for thread in 1...200 as ClosedRange<Int32> {
            maker.begin(306, thread: thread)
            maker.set(1, "/somewhere/\(thread)")
            maker.send()
            if thread % 2 == 0 { maker.call(186, thread: thread) }
        }
        let sandbox = maker.sandbox
        maker.table.closeSandbox(sandbox)
        let count = maker.table.symbols.count
        #expect(count == 2)
    }
}
