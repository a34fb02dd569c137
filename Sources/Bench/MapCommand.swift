import BenchSupport
import ArgumentParser
import Ingest

/// `gvbench map`: what it costs to turn a decoded message into an event.
struct MapCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "map",
        abstract: "Nanoseconds per message: decoding, and decoding with mapping to events.",
        discussion: "CPU time of one thread, medians over the rounds.")

    @Argument(help: "Capture files in gVisor's replay format; a simulated sandbox unless said.")
    var captures: [String] = []

    @Option(help: "Rounds per measurement.")
    var rounds = 9

    @Flag(help: "Print one JSON object instead of the table.")
    var json = false

    func run() throws {
        let stream = MemoryStream(try SimulatedStream.captures(or: captures))
        let count = stream.datagramCount
        guard count > 0 else { throw BenchError("no messages in the captures") }
        let times = measureTogether(
            itemCount: count, roundCount: rounds,
            [{ StageLoops.decode(stream) }, { StageLoops.map(stream) }])
        let (decoded, mapped) = (times[0], times[1])
        let mapping = max(0, mapped.median - decoded.median)
        if json {
            print(
                "{\"messages\":\(count),\"decode_ns\":\(decimal(decoded.median)),"
                    + "\"map_ns\":\(decimal(mapping)),\"checksum\":\(mapped.checksum)}")
        } else {
            print("messages            \(count)")
            print("decode              \(decimal(decoded.median)) ns")
            print("decode and map      \(decimal(mapped.median)) ns")
            print("map                 \(decimal(mapping)) ns")
            print("checksum            \(mapped.checksum)")
        }
    }
}
