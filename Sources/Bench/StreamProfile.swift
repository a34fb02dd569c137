import BenchSupport
import Core
import Decode
import Ingest

/// What the senders send: made messages, or those of captures.
enum StreamProfile {
    /// Small file system calls with their context, about 160 bytes each.
    static let usual = "small"
    static let names = ["small", "mixed"]

    /// The datagrams of a profile, or of captures when there are any.
    static func datagrams(_ profile: String, captures: [String]) throws -> [[UInt8]] {
        if !captures.isEmpty {
            var all: [[UInt8]] = []
            for path in captures {
                for file in try CaptureReader.files(at: path) {
                    var reader = try CaptureReader(path: file)
                    while let datagram = try reader.next() { all.append(datagram.array) }
                }
            }
            guard !all.isEmpty else { throw BenchError("no messages in the captures") }
            return all
        }
        switch profile {
        case "small": return (0..<64).map { message(number: $0, pathBytes: 60) }
        case "mixed":
            // mostly small, some paths of kilobytes, as in the recorded streams
            return (0..<256).map { message(number: $0, pathBytes: $0 % 32 == 0 ? 3000 : 20 + $0) }
        default: throw BenchError("no profile '\(profile)'; there are \(names)")
        }
    }

    /// A `syscall/open` exit with the context that the usual configuration asks for.
    private static func message(number: Int, pathBytes: Int) -> [UInt8] {
        var fields: [UInt8] = []
        var context: [UInt8] = []
        varint(1, 1_700_000_000_000_000_000 + UInt64(number), &context)
        varint(2, UInt64(number % 4 + 2), &context)
        text(6, String(repeating: "c", count: 64), &context)
        text(9, "bench", &context)
        bytes(1, context, &fields)
        bytes(2, [0x08, 0x03], &fields)
        varint(3, 2, &fields)
        text(6, "/" + String(repeating: "p", count: pathBytes - 1), &fields)
        let type = MessageType.open.rawValue
        return [8, 0, UInt8(type), 0, 0, 0, 0, 0] + fields
    }

    private static func varint(_ field: UInt64, _ value: UInt64, _ out: inout [UInt8]) {
        append(field << 3, &out)
        append(value, &out)
    }

    private static func text(_ field: UInt64, _ value: String, _ out: inout [UInt8]) {
        bytes(field, Array(value.utf8), &out)
    }

    private static func bytes(_ field: UInt64, _ value: [UInt8], _ out: inout [UInt8]) {
        append(field << 3 | 2, &out)
        append(UInt64(value.count), &out)
        out += value
    }

    private static func append(_ value: UInt64, _ out: inout [UInt8]) {
        var rest = value
        while rest >= 0x80 {
            out.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        out.append(UInt8(truncatingIfNeeded: rest))
    }
}
