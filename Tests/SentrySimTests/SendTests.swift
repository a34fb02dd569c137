import CLinux
import Foundation
import SentrySim
import Testing

/// Many sends with one entry into the kernel: none lost, none overtaken.
@Suite struct SendTests {
    /// Two ends of a connection.
    private struct Pair: ~Copyable {
        let sender: Int32
        let reader: Int32

        init() throws {
            var fds: [Int32] = [-1, -1]
            try #require(unsafe gvfast_seqpacket_pair(1, &fds) == 0)
            (sender, reader) = (fds[0], fds[1])
        }

        deinit {
            close(sender)
            close(reader)
        }

        /// Everything that waits: the first byte of each datagram and its length.
        borrowing func received() -> [(first: UInt8, count: Int)] {
            var bytes = [UInt8](repeating: 0, count: 1 << 18)
            var found: [(UInt8, Int)] = []
            while true {
                let count = unsafe gvfast_receive(reader, &bytes, bytes.count)
                if count <= 0 { return found }
                found.append((bytes[0], Int(count)))
            }
        }
    }

    /// What is said to fit does, and it is most of what does.
    @Test(arguments: [1, 8, 64, 65, 167, 192, 193, 500, 704, 705, 1_500, 4_000, 4_096])
    func whatIsSaidToFitFits(_ byteCount: Int) throws {
        let charges = try #require(SendCharges())
        let pair = try Pair()
        let bytes = [UInt8](repeating: 1, count: byteCount)
        var room = charges.roomByteCount
        var count = 0
        while room > 0 {
            #expect(unsafe gvfast_send(pair.sender, bytes, bytes.count, 0) == Int64(byteCount))
            room -= charges.charge(byteCount)
            count += 1
        }
        var more = 0
        while unsafe gvfast_send(pair.sender, bytes, bytes.count, 0) == Int64(byteCount) {
            more += 1
        }
        // A quarter is left; steps of 64 bytes say a little too much of some sizes.
        #expect(more <= count)
    }

    @Test func largeDatagramsUseAllRoomUp() throws {
        let charges = try #require(SendCharges())
        #expect(charges.charge(4_097) > charges.roomByteCount)
        #expect((1..<4_096).allSatisfy { charges.charge($0) <= charges.charge($0 + 1) })
    }

    private func send(_ ring: borrowing SendRing, _ place: Int, _ bytes: [UInt8]) {
        unsafe bytes.withUnsafeBytes { unsafe ring.send(0, place: place, $0) }
    }

    @Test func aFailedSendIsToldByItsPlaceAndTheOthersArriveInOrder() throws {
        let pair = try Pair()
        guard var ring = SendRing([pair.sender]) else { return }
        // Kept until they are sent.
        let messages = [[UInt8]](
            [
                [UInt8](repeating: 1, count: 100), [UInt8](repeating: 2, count: 1 << 20),
                [UInt8](repeating: 3, count: 200),
            ])
        for (place, message) in messages.enumerated() { send(ring, place, message) }
        ring.submit()
        #expect(ring.failures.map(\.place) == [1])
        #expect(ring.failures.map(\.error) == [-EMSGSIZE])
        #expect(pair.received().map(\.first) == [1, 3])
        send(ring, 0, messages[0])
        ring.submit()
        #expect(ring.failures.isEmpty)
    }

    @Test func aFullSocketIsToldAndHasRoomOnceItIsRead() throws {
        let pair = try Pair()
        guard var ring = SendRing([pair.sender]) else { return }
        let message = [UInt8](repeating: 7, count: 1_000)
        var taken = 0
        while ring.failures.isEmpty {
            for place in 0..<SendRing.batchLimit { send(ring, place, message) }
            ring.submit()
            taken += SendRing.batchLimit - ring.failures.count
        }
        #expect(ring.failures.allSatisfy { $0.error == -EAGAIN })
        ring.askForRoom(0)
        var told: [Int] = []
        ring.turn(timeoutMillis: 1) { told.append($0) }
        #expect(told.isEmpty && ring.waitingCount == 1)
        #expect(pair.received().count == taken)
        ring.turn(timeoutMillis: 10_000) { told.append($0) }
        #expect(told == [0] && ring.waitingCount == 0)
    }
}
