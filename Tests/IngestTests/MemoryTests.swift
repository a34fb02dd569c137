import CLinux
import Core
import Glibc
import Ingest
import Testing

/// What datagrams cost in memory, in a process of its own since the whole process is looked at.
@Suite struct MemoryTests {
    @Test(arguments: ReactorHarness.backends)
    func theMemoryOfLargeDatagramsIsGivenBack(backend: IngestBackend) async {
        let name = backend.rawValue
        await #expect(processExitsWith: .success) { [name = name as String] in
            try fillEveryBuffer(backend: name)
        }
    }
}

/// Sends so many large datagrams that every buffer has held one, and looks at the resident memory.
private func fillEveryBuffer(backend name: String) throws {
    guard let backend = IngestBackend(rawValue: name) else { exit(1) }
    try ReactorHarness.bare(backend) { reactor, group in
        let (far, near) = try Peer.pair()
        let peer = Peer(fd: far)
        group.adopt(fd: near, isHandshaken: true)
        let large = [UInt8](repeating: 7, count: 200_000)
        var count: UInt64 = 0
        func pass(_ bytes: [UInt8]) throws {
            guard peer.send(bytes) == 0 else { exit(2) }
            count += 1
            var turns = 0
            while reactor.counters.receivedCount < count {
                _ = reactor.next(maxWaitNanos: 100_000_000)
                turns += 1
                if turns > 100 { exit(3) }
            }
        }
        // small ones first: a page of every buffer is touched
        for _ in 0..<600 { try pass([1, 2, 3]) }
        let before = residentBytes()
        for _ in 0..<600 { try pass(large) }
        _ = reactor.next(maxWaitNanos: 0)
        let grown = residentBytes() - before
        // 256 buffers keep 16 KiB each; all of 600 datagrams would be 120 MB, one ring of them 51
        // MB
        print("grown by \(grown) bytes")
        exit(grown < 256 * 16_384 + 2_000_000 ? 0 : 4)
    }
}

private func residentBytes() -> Int {
    let file = OwnedDescriptor(unsafe gvfast_open("/proc/self/statm", O_RDONLY, 0))
    var bytes = [UInt8](repeating: 0, count: 128)
    let count = unsafe bytes.withUnsafeMutableBytes {
        unsafe read(file.fd, $0.baseAddress, $0.count)
    }
    let words = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).split(separator: " ")
    return words.count > 1 ? (Int(words[1]) ?? 0) * 4096 : 0
}
