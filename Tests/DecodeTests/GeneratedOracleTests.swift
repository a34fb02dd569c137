import Decode
import Glibc
import TestSupport
import Testing

/// Made and damaged messages: we accept what libprotobuf-c accepts, refuse what it refuses, and
/// find the same values. `GVFAST_ORACLE_MESSAGES` sets how many of each kind (40,000 by default).
@Suite struct GeneratedOracleTests {
    /// What a run has seen, so that a run that proves nothing fails.
    struct Tally {
        var accepted = 0
        var refused = 0
        var merged = 0
        var fieldNumberZero = 0
        var mistypedBool = 0
        var reasons = Set<RejectReason>()
    }

    static let messageCount: Int = {
        guard let text = unsafe getenv("GVFAST_ORACLE_MESSAGES") else { return 40_000 }
        return unsafe Int(String(cString: text)) ?? 40_000
    }()

    /// Compares one datagram with a known type and a legal header; false when the two differ.
    static func agree(_ datagram: [UInt8], _ tally: inout Tally) -> Bool {
        guard let type = MessageType(rawValue: UInt16(datagram[2]) | UInt16(datagram[3]) << 8)
        else { return DecodedSample(datagram).status == .unknownType }
        let headerSize = Int(datagram[0]) | Int(datagram[1]) << 8
        let payload = Array(datagram.dropFirst(headerSize))
        let oracle = Oracle(type)
        let sample = DecodedSample(datagram)
        let expected = oracle.values(of: payload)
        switch sample.status {
        case .unknownType: return false
        case .rejected(let reason):
            tally.refused += 1
            tally.reasons.insert(reason)
            if reason == .fieldNumberZero && expected != nil {
                tally.fieldNumberZero += 1  // intended: protobuf-c takes it when spelled 80 00
                return true
            }
            if expected == nil { return true }
            var walk = MergedPayload()
            _ = walk.merge(payload, of: oracle)
            if reason == .wireTypeWrong && walk.hasMistypedBool {
                tally.mistypedBool += 1  // intended: protobuf-c does not look at a bool's wire type
                return true
            }
            print("ours: \(reason), protobuf-c accepts")
            return false
        case .decoded:
            tally.accepted += 1
            guard expected != nil else {
                print("protobuf-c refuses, we accept")
                return false
            }
            if sample.values == expected { return true }
            var merged = MergedPayload()  // intended: protobuf-c forgets what was merged
            let joined = merged.merge(payload, of: oracle)
            tally.merged += 1
            let joinedValues = oracle.values(of: joined)
            if merged.hasRepeatedSubmessage && sample.values == joinedValues { return true }
            print("ours:       \(sample.values?.words ?? [])")
            print("protobuf-c: \(joinedValues?.words ?? [])")
            return false
        }
    }

    static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    @Test(arguments: [UInt64(1), 2])
    func generatedMessagesMeanTheSame(_ seed: UInt64) throws {
        var generator = MessageGenerator(seed: seed)
        var tally = Tally()
        for index in 0..<Self.messageCount {
            let datagram = generator.datagram()
            if !Self.agree(datagram, &tally) {
                Issue.record("seed \(seed), message \(index): \(Self.hex(datagram))")
                return
            }
        }
        print("generated, seed \(seed): \(tally)")
        #expect(tally.accepted > Self.messageCount / 4 && tally.refused > Self.messageCount / 100)
        #expect(tally.merged > 0)
    }

    @Test(arguments: [UInt64(3), 4])
    func damagedMessagesMeanTheSame(_ seed: UInt64) throws {
        var generator = MessageGenerator(seed: seed)
        var samples = SharedFiles.captures().filter { $0.name.hasSuffix("seed-touch") }
            .flatMap { SharedFiles.datagrams(of: $0.path) }
        for _ in 0..<200 { samples.append(generator.datagram()) }
        samples = samples.filter { $0[0] == 8 && $0[1] == 0 }
        var tally = Tally()
        for index in 0..<Self.messageCount {
            let other = samples[generator.random.below(samples.count)]
            let sample = samples[generator.random.below(samples.count)]
            let datagram = generator.mutate(sample, with: other)
            if !Self.agree(datagram, &tally) {
                Issue.record("seed \(seed), message \(index): \(Self.hex(datagram))")
                return
            }
        }
        print("damaged, seed \(seed): \(tally)")
        #expect(tally.accepted > Self.messageCount / 20 && tally.refused > Self.messageCount / 20)
        #expect(tally.reasons.count >= 6)
    }
}
