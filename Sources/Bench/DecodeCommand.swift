import BenchSupport
import ArgumentParser
import Decode

/// `gvbench decode`: what it costs to take a datagram apart, beside libprotobuf-c.
struct DecodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decode",
        abstract: "Nanoseconds per message: gvfast's decoder, libprotobuf-c, a memory scan.",
        discussion: """
            CPU time of one thread; medians over the rounds, in which the ways take turns. The \
            columns of libprotobuf-c are unpack and free with malloc, and unpack into an arena; \
            'scan' adds up the bytes, eight at a time, and 'ratio' is ours to libprotobuf-c.
            """)

    @Argument(help: "Capture files in gVisor's replay format; a simulated sandbox unless said.")
    var captures: [String] = []

    @Option(help: "Rounds per measurement.")
    var rounds = 9

    @Flag(help: "Print one JSON object instead of the table.")
    var json = false

    func run() throws {
        let datagrams = try SimulatedStream.captures(or: captures).flatMap { $0 }
        guard !datagrams.isEmpty else { throw BenchError("no messages in the captures") }
        let total = try DecodeMeasurement.run("all", datagrams, roundCount: rounds)
        let groups = Dictionary(grouping: datagrams) {
            UInt16($0[2]) | UInt16($0[3]) << 8
        }
        let perType = try groups.keys.sorted().map { type in
            try DecodeMeasurement.run(
                MessageType(rawValue: type).map { "\($0)" } ?? "type \(type)",
                groups[type] ?? [], roundCount: rounds)
        }
        print(json ? jsonReport(total, perType) : table([total] + perType))
    }

    private func table(_ results: [DecodeMeasurement.Result]) -> String {
        var lines = [
            columns([
                "messages of type", "count", "bytes", "ns", "ns (min)", "protobuf-c",
                "its arena", "scan", "ratio",
            ])
        ]
        for result in results {
            lines.append(
                columns([
                    result.name, "\(result.messageCount)",
                    "\(result.byteCount / result.messageCount)",
                    decimal(result.ours.median), decimal(result.ours.minimum),
                    decimal(result.protobufC.median), decimal(result.protobufCArena.median),
                    decimal(result.scan.median),
                    decimal(result.ours.median / result.protobufC.median, 100),
                ]))
        }
        lines.append("checksum \(results[0].ours.checksum)")
        return lines.joined(separator: "\n")
    }

    private func columns(_ cells: [String]) -> String {
        cells.enumerated().map { index, cell in
            let blank = String(repeating: " ", count: max(0, (index == 0 ? 18 : 11) - cell.count))
            return index == 0 ? cell + blank : blank + cell
        }.joined(separator: " ")
    }

    private func jsonReport(
        _ total: DecodeMeasurement.Result, _ perType: [DecodeMeasurement.Result]
    ) -> String {
        let types = perType.map { "\"\($0.name)\":{\(members($0))}" }.joined(separator: ",")
        return "{\(members(total)),\"checksum\":\(total.ours.checksum),\"types\":{\(types)}}"
    }

    private func members(_ result: DecodeMeasurement.Result) -> String {
        [
            "\"messages\":\(result.messageCount)",
            "\"bytes\":\(result.byteCount)",
            "\"ns_per_message\":\(decimal(result.ours.median))",
            "\"ns_per_message_min\":\(decimal(result.ours.minimum))",
            "\"protobuf_c_ns_per_message\":\(decimal(result.protobufC.median))",
            "\"protobuf_c_arena_ns_per_message\":\(decimal(result.protobufCArena.median))",
            "\"scan_ns_per_message\":\(decimal(result.scan.median))",
        ].joined(separator: ",")
    }
}
