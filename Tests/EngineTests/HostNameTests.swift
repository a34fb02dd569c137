import Core
import Engine
import Events
import Rules
import Synchronization
import Testing

/// Looking up the host names that rules compare with.
@Suite struct HostNameTests {
    private static let second: UInt64 = 1_000_000_000
    private static let home = IPAddress(ipv4: 0x7F00_0001)
    private static let other = IPAddress(ipv4: 0x0A00_0001)

    @Test func namesAreLookedUpAgainAfterAMinute() {
        var table = HostNameTable(names: ["a", "b"])
        #expect(table.counters.unansweredCount == 2)
        #expect(table.step(nowNanos: 0) { _ in .addresses([Self.home, Self.other]) } == true)
        #expect(table.step(nowNanos: 0) { _ in .addresses([]) } == true)
        #expect(table.step(nowNanos: 0) { _ in .failed } == nil)
        #expect(table.addresses == HostAddresses(["a": [Self.other, Self.home], "b": []]))
        #expect(table.counters.unansweredCount == 0)
        // The same in another order is nothing new.
        let minute = 60 * Self.second
        #expect(table.nextNanos == minute)
        #expect(table.step(nowNanos: minute) { _ in .addresses([Self.other, Self.home]) } == false)
        #expect(table.step(nowNanos: minute) { _ in .addresses([Self.home]) } == true)
        #expect(
            table.addresses == HostAddresses(["a": [Self.other, Self.home], "b": [Self.home]]))
        #expect(table.counters.lookupCount == 4)
    }

    @Test func failuresKeepTheLastAnswerAndAreRetriedEverLater() {
        var table = HostNameTable(names: ["a"])
        var now: UInt64 = 0
        #expect(table.step(nowNanos: now) { _ in .addresses([Self.home]) } == true)
        var waits: [UInt64] = []
        for _ in 0..<8 {
            now = table.nextNanos!
            #expect(table.step(nowNanos: now) { _ in .failed } == false)
            waits.append((table.nextNanos! - now) / Self.second)
        }
        #expect(waits == [5, 10, 20, 40, 80, 160, 300, 300])
        #expect(table.addresses == HostAddresses(["a": [Self.home]]))
        #expect(table.counters.failedCount == 8 && table.counters.unansweredCount == 0)
    }

    @Test func onlySoManyNamesAreLookedUp() {
        let names = (0..<HostNameTable.nameLimit + 3).map { "name\($0)" }
        var table = HostNameTable(names: names)
        while table.step(nowNanos: 1, resolve: { _ in .addresses([]) }) != nil {}
        #expect(table.counters.lookupCount == UInt64(HostNameTable.nameLimit))
        #expect(table.counters.refusedCount == 3)
    }

    @Test func theThreadHandsOutWhatIsNewAndEnds() throws {
        let seen = Mutex<[HostAddresses]>([])
        let told = try WakeSignal()
        let resolver = try HostNameResolver(
            names: ["a", "b"],
            resolve: { $0 == "a" ? .addresses([Self.home]) : .failed },
            publish: { hosts in
                seen.withLock { $0.append(hosts) }
                told.notify()
            })
        told.sleep(timeoutMillis: 60_000)
        #expect(seen.withLock { $0 } == [HostAddresses(["a": [Self.home]])])
        let deadline = Clock.monotonicNanos() + 60 * Self.second
        // The first answer does not wait for the second.
        while resolver.counters.failedCount == 0 && Clock.monotonicNanos() < deadline {
            told.sleep(timeoutMillis: 1)
        }
        #expect(resolver.counters.failedCount == 1 && resolver.counters.unansweredCount == 1)
        resolver.stop()
        while !resolver.isEnded && Clock.monotonicNanos() < deadline {
            told.sleep(timeoutMillis: 1)
        }
        #expect(resolver.isEnded)
    }

    @Test func anAnswerAfterTheEndIsNotHandedOut() throws {
        let publishedCount = Atomic<Int>(0)
        let asked = try WakeSignal()
        let answers = try WakeSignal()
        let resolver = try HostNameResolver(
            names: ["a"],
            resolve: { _ in
                asked.notify()
                answers.sleep(timeoutMillis: 60_000)
                return .addresses([Self.home])
            }, publish: { _ in publishedCount.add(1, ordering: .relaxed) })
        asked.sleep(timeoutMillis: 60_000)
        resolver.stop()
        answers.notify()
        let deadline = Clock.monotonicNanos() + 60 * Self.second
        while !resolver.isEnded && Clock.monotonicNanos() < deadline {
            asked.sleep(timeoutMillis: 1)
        }
        #expect(resolver.isEnded)
        #expect(publishedCount.load(ordering: .relaxed) == 0)
    }

    @Test func theSystemKnowsThisMachine() {
        guard case .addresses(let found) = SystemHostNames.resolve("localhost") else {
            Issue.record("localhost is not known here")
            return
        }
        let loopback = IPAddress(isIPv6: true, high: 0, low: 1)
        #expect(found.contains(Self.home) || found.contains(loopback))
        #expect(SystemHostNames.resolve("127.0.0.1") == .addresses([Self.home]))
        #expect(SystemHostNames.resolve("::1") == .addresses([loopback]))
    }
}
