import Core
import Glibc
import Synchronization
import Testing

/// A value that counts how often it was destroyed.
private struct Token: ~Copyable {
    let destroyed: Counter
    deinit { destroyed.value.add(1, ordering: .relaxed) }
}

private final class Counter: Sendable {
    let value = Atomic<Int>(0)
}

@Suite struct ShardThreadTests {
    @Test func thePayloadMovesInAndDiesOnceWithTheThread() throws {
        let counter = Counter()
        let thread = try ShardThread(name: "payload", payload: Token(destroyed: counter)) {
            (token: consuming Token) in
            _ = token.destroyed
        }
        thread.join()
        #expect(counter.value.load(ordering: .relaxed) == 1)
    }

    @Test func theThreadCarriesItsNameCutToFifteenBytes() throws {
        let box = NameBox()
        let thread = try ShardThread(name: "gvfast-shard-number-12") {
            box.text.withLock { $0 = currentThreadName() }
        }
        thread.join()
        #expect(box.text.withLock { $0 } == "gvfast-shard-nu")
    }

    @Test func anImpossibleCPUIsIgnored() throws {
        let counter = Counter()
        let thread = try ShardThread(name: "pinned", cpu: 100_000) {
            counter.value.add(1, ordering: .relaxed)
        }
        thread.join()
        #expect(counter.value.load(ordering: .relaxed) == 1)
    }
}

private final class NameBox: Sendable {
    let text = Mutex("")
}

private func currentThreadName() -> String {
    var bytes = [UInt8](repeating: 0, count: 64)
    let fd = unsafe open("/proc/thread-self/comm", O_RDONLY)
    defer { close(fd) }
    let count = unsafe bytes.withUnsafeMutableBytes { unsafe read(fd, $0.baseAddress, $0.count) }
    return String(decoding: bytes.prefix(max(0, count - 1)), as: UTF8.self)
}
