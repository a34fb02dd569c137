import Core
import Decode
import Events
import Foundation
import State
import TestSupport
import Testing

/// Applying an event allocates nothing: the table lives in memory that was reserved at start.
@Suite struct AllocationTests {
    /// Allocations by code of the event, while a capture is applied to a sandbox of its own.
    private static func allocations(
        _ datagrams: [[UInt8]], _ table: inout StateTable
    ) -> [UInt16: UInt64]? {
        var counts = [UInt64](repeating: 0, count: EventCode.limit)
        guard let sandbox = table.openSandbox() else { return nil }
        var mapper = EventMapper(architecture: .x8664)
        var message = Message()
        var event = SyscallEvent()
        for datagram in datagrams {
            unsafe datagram.withUnsafeBytes { buffer in
                guard unsafe MessageDecoder.decode(buffer.bytes, into: &message) == .decoded else {
                    return
                }
                let bytes = unsafe BorrowedBytes(buffer)
                var step = 0
                while case .event(let isLast) = mapper.map(
                    &message, of: bytes, step: step, into: &event)
                {
                    let before = AllocationCount.now ?? 0
                    let binding = table.apply(&event, in: sandbox)
                    table.finish(event, binding)
                    counts[Int(event.code.rawValue)] += (AllocationCount.now ?? 0) - before
                    if isLast { break }
                    step += 1
                }
            }
        }
        let before = AllocationCount.now ?? 0
        table.closeSandbox(sandbox)
        counts[0] += (AllocationCount.now ?? 0) - before
        var found: [UInt16: UInt64] = [:]
        for (code, count) in counts.enumerated() where count > 0 { found[UInt16(code)] = count }
        return found
    }

    @Test(arguments: GoldenTests.folders, GoldenTests.names)
    func aCaptureIsAppliedWithoutAllocation(_ folder: String, _ name: String) throws {
        guard let capture = CaptureStream.shared("captures/\(folder)/\(name).trace") else { return }
        guard AllocationCount.now != nil else {
            print("skipped: allocations cannot be counted here")
            return
        }
        let datagrams = CaptureStream.datagrams(of: capture)
        var table = StateTable(limits: EventMaker.smallLimits)
        // Types are set up at their first use.
        _ = Self.allocations(datagrams, &table)
        let found = try #require(Self.allocations(datagrams, &table))
        #expect(found == [:], "allocations by event code")
    }

    /// The count is not zero because nothing is counted.
    @Test func allocationsAreSeen() {
        guard let before = AllocationCount.now else { return }
        let texts = (0..<10).map { String(repeating: "x", count: 100 + $0) }
        #expect(texts.count == 10)
        #expect((AllocationCount.now ?? 0) >= before + 10)
    }
}
