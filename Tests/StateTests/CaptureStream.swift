import Core
import Decode
import Events
import Foundation
import State

/// A recorded connection run through Decode, Events and State.
@safe
struct CaptureStream: ~Copyable {
    var table = StateTable(limits: EventMaker.smallLimits)
    let sandbox: SandboxSlot
    var mapper = EventMapper(architecture: .x8664)
    var eventCount = 0
    var rejectedCount = 0

    init(execProof: ExecProof = .unknown) {
        sandbox = table.openSandbox(execProof: execProof)!
    }

    /// A file of the folder beside the package, or nil when it is missing.
    static func shared(_ path: String) -> Data? {
        let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../../shared/" + path)
        guard let data = FileManager.default.contents(atPath: url.path) else {
            print("skipped: ../shared/\(path) is missing")
            return nil
        }
        return data
    }

    /// The datagrams of a capture file: magic, then length-prefixed records, the first a header.
    static func datagrams(of data: Data) -> [[UInt8]] {
        let bytes = [UInt8](data)
        var offset = 16
        var records: [[UInt8]] = []
        while offset + 8 <= bytes.count {
            var length = 0
            for index in (0..<8).reversed() { length = length << 8 | Int(bytes[offset + index]) }
            offset += 8
            guard length <= bytes.count - offset else { break }
            records.append(Array(bytes[offset..<offset + length]))
            offset += length
        }
        return Array(records.dropFirst())
    }

    /// Runs every datagram; `visit` sees each event between apply and finish.
    mutating func run(
        _ datagrams: [[UInt8]],
        visit: (borrowing SyscallEvent, EventBinding, borrowing StateTable) -> Void
    ) {
        var message = Message()
        var event = SyscallEvent()
        for datagram in datagrams {
            unsafe datagram.withUnsafeBytes { buffer in
                guard unsafe MessageDecoder.decode(buffer.bytes, into: &message) == .decoded else {
                    rejectedCount += 1
                    return
                }
                let bytes = unsafe BorrowedBytes(buffer)
                var step = 0
                while case .event(let isLast) = mapper.map(
                    &message, of: bytes, step: step, into: &event)
                {
                    let binding = table.apply(&event, in: sandbox)
                    eventCount += 1
                    visit(event, binding, table)
                    table.finish(event, binding)
                    if isLast { break }
                    step += 1
                }
            }
        }
    }
}
