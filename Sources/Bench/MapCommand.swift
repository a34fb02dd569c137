import ArgumentParser
import Core
import Decode
import Events

/// `gvbench map`: what it costs to turn a decoded message into an event.
struct MapCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "map",
        abstract: "Nanoseconds per message: decoding, and decoding with mapping to events.",
        discussion: "CPU time of one thread, minimum over the rounds.")

    @Argument(help: "Capture files in gVisor's replay format.")
    var captures: [String]

    @Option(help: "Rounds per measurement.")
    var rounds = 9

    @Flag(help: "Print one JSON object instead of the table.")
    var json = false

    func run() throws {
        let datagrams = try captures.flatMap { try Corpus.read($0) }
        guard !datagrams.isEmpty else { throw BenchError("no messages in the captures") }
        let corpus = Corpus(datagrams)
        let count = datagrams.count
        let decoded = measure(itemCount: count, roundCount: rounds) { Self.decodeAll(corpus) }
        let mapped = measure(itemCount: count, roundCount: rounds) { Self.mapAll(corpus) }
        let mapping = max(0, mapped.minimum - decoded.minimum)
        if json {
            print(
                "{\"messages\":\(count),\"decode_ns\":\(decimal(decoded.minimum)),"
                    + "\"map_ns\":\(decimal(mapping)),\"checksum\":\(mapped.checksum)}")
        } else {
            print("messages            \(count)")
            print("decode              \(decimal(decoded.minimum)) ns")
            print("decode and map      \(decimal(mapped.minimum)) ns")
            print("map                 \(decimal(mapping)) ns")
            print("checksum            \(mapped.checksum)")
        }
    }

    @inline(never)
    private static func decodeAll(_ corpus: borrowing Corpus) -> UInt64 {
        var message = Message()
        var sum: UInt64 = 0
        for index in 0..<corpus.ranges.count {
            let datagram = corpus.datagram(index)
            if MessageDecoder.decode(datagram.rawSpan, into: &message) == .decoded {
                sum &+= UInt64(message.rawType)
            }
        }
        return sum
    }

    @inline(never)
    private static func mapAll(_ corpus: borrowing Corpus) -> UInt64 {
        var mapper = EventMapper()
        var message = Message()
        var event = SyscallEvent()
        var sum: UInt64 = 0
        for index in 0..<corpus.ranges.count {
            let datagram = corpus.datagram(index)
            guard MessageDecoder.decode(datagram.rawSpan, into: &message) == .decoded else {
                continue
            }
            var step = 0
            while case .event(let isLast) = mapper.map(
                &message, of: datagram, step: step, into: &event)
            {
                sum &+= UInt64(event.code.rawValue) &+ UInt64(event.presentParameters)
                step &+= 1
                if isLast { break }
            }
        }
        return sum
    }

    private func decimal(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}
