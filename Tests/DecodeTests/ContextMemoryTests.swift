import Core
import Decode
import TestSupport
import Testing

/// A context that is known again means what it would mean if it were read again.
@Suite struct ContextMemoryTests {
    /// A decoder with a memory; what it finds is compared with what is found without.
    private struct Pair: ~Copyable {
        var contexts = ContextMemory()
        var message = Message()
        var serials: [UInt64] = []

        /// True when both find the same.
        mutating func agree(_ datagram: [UInt8]) -> Bool {
            let plain = DecodedSample(datagram)
            let status = unsafe MessageDecoder.decode(
                datagram.span.bytes, recalling: &contexts, into: &message)
            guard status == plain.status else { return false }
            guard status == .decoded else { return true }
            serials.append(message.contextSerial)
            let values = unsafe datagram.withUnsafeBytes {
                unsafe DecodedValues.of(message, in: BorrowedBytes($0))
            }
            return values == plain.values
                && message.unknownFieldCount == plain.message.unknownFieldCount
        }

        var knownAgain: Int {
            let known = serials.filter { $0 != 0 }
            return known.count - Set(known).count
        }
    }

    @Test(arguments: SharedFiles.captures().map(\.path))
    func capturesMeanTheSame(_ path: String) {
        var pair = Pair()
        let datagrams = SharedFiles.datagrams(of: path)
        for (index, datagram) in datagrams.enumerated() where !pair.agree(datagram) {
            Issue.record("message \(index) of \(path)")
            return
        }
        // Short captures have nearly as many contexts as messages.
        let known = pair.knownAgain
        #expect(known > datagrams.count / 3, "\(path): \(known) of \(datagrams.count)")
    }

    @Test(arguments: [UInt64(5), 6])
    func damagedMessagesMeanTheSame(_ seed: UInt64) {
        var generator = MessageGenerator(seed: seed)
        var samples = SharedFiles.captures().filter { $0.name.hasSuffix("seed-touch") }
            .flatMap { SharedFiles.datagrams(of: $0.path) }
        for _ in 0..<50 { samples.append(generator.datagram()) }
        var pair = Pair()
        for index in 0..<GeneratedOracleTests.messageCount {
            var datagram = samples[generator.random.below(samples.count)]
            if index % 3 == 0 {
                let other = samples[generator.random.below(samples.count)]
                datagram = generator.mutate(datagram, with: other)
            } else if index % 3 == 1 {
                datagram[generator.random.below(datagram.count)] ^= UInt8(
                    1 << generator.random.below(8))
            }
            if !pair.agree(datagram) {
                let text = GeneratedOracleTests.hex(datagram)
                Issue.record("seed \(seed), message \(index): \(text)")
                return
            }
        }
        let known = pair.knownAgain
        #expect(known > 1000)
    }

    /// A close with a context of nine bytes of time and `rest`.
    private func close(
        time: Int64 = 1_700_000_000_000_000_000, _ rest: (inout MessageBuilder) -> Void
    ) -> [UInt8] {
        MessageBuilder.datagram(8) { message in
            message.message(1) {
                $0.number(1, time)
                rest(&$0)
            }
            message.number(4, 3)
        }
    }

    private func serials(_ datagrams: [[UInt8]]) -> [UInt64] {
        var pair = Pair()
        for datagram in datagrams {
            let isEqual = pair.agree(datagram)
            #expect(isEqual)
        }
        return pair.serials
    }

    @Test func onlyTheTimeMayDiffer() {
        func rest(_ builder: inout MessageBuilder, _ name: String) {
            builder.number(2, 77)
            builder.number(3, 1_600_000_000_000_000_000)
            builder.text(9, name)
        }
        let found = serials([
            close { rest(&$0, "cat") },
            close { rest(&$0, "cat") },
            close(time: 1_800_000_000_000_000_000) { rest(&$0, "cat") },
            close { rest(&$0, "cut") },
            close { rest(&$0, "cat") },
        ])
        // A thread is learnt when it comes again.
        #expect(found[0] == 0 && found[1] != 0 && found[1] == found[2])
        // The same place, so the first was forgotten.
        #expect(found[3] != found[2] && found[4] != found[2] && found[3] != found[4])
    }

    @Test func unusualContextsAreReadEachTime() {
        func often(_ datagram: [UInt8]) -> [UInt64] {
            serials(Array(repeating: datagram, count: 4))
        }
        let none = [UInt64](repeating: 0, count: 4)
        // A second time, an unknown field, next to nothing, no time, more than is kept.
        let secondTime = close {
            $0.number(2, 7)
            $0.number(3, 1_600_000_000_000_000_000)
            $0.number(1, 1_700_000_000_000_000_001)
        }
        let unknownField = close {
            $0.number(3, 1_600_000_000_000_000_000)
            $0.number(100, 1)
        }
        let long = close { $0.text(8, String(repeating: "x", count: 300)) }
        #expect(often(secondTime) == none && often(unknownField) == none)
        #expect(often(close { $0.number(2, 7) }) == none && often(long) == none)
        #expect(often(close(time: 5) { $0.text(9, "a long enough name") }) == none)
    }

    @Test func aSecondContextIsMerged() {
        let datagram = MessageBuilder.datagram(8) { message in
            for id in [7, 8] as [Int64] {
                message.message(1) {
                    $0.number(1, 1_700_000_000_000_000_000)
                    $0.number(2, id)
                    $0.number(3, 1_600_000_000_000_000_000)
                }
            }
        }
        #expect(serials([datagram, datagram, datagram]) == [0, 0, 0])
    }
}
