import Decode
import TestSupport
import Testing

/// Whatever is cut off or changed, a datagram ends as a message or as an error.
@Suite struct HostileBytesTests {
    /// One message of each type that the captures hold, and generated ones of all types.
    static let samples: [[UInt8]] = {
        var byType: [UInt8: [UInt8]] = [:]
        for capture in SharedFiles.captures() where !capture.name.hasSuffix("files") {
            for datagram in SharedFiles.datagrams(of: capture.path) where datagram.count < 400 {
                if byType[datagram[2], default: []].count < datagram.count {
                    byType[datagram[2]] = datagram
                }
            }
        }
        var generator = MessageGenerator(seed: 7)
        return byType.keys.sorted().compactMap { byType[$0] }
            + (0..<60).map { _ in generator.datagram() }
    }()

    /// Reads all that a decoded message refers to.
    static func touch(_ datagram: [UInt8]) -> DecodeStatus {
        let sample = DecodedSample(datagram)
        if sample.status == .decoded { #expect(sample.values != nil) }
        return sample.status
    }

    @Test func everyPrefixEndsInAMessageOrAnError() {
        for sample in Self.samples {
            for count in 0...sample.count {
                let status = Self.touch(Array(sample[0..<count]))
                if count < 8 { #expect(status == .rejected(.datagramTooShort)) }
            }
        }
    }

    @Test func everyChangeOfOneByteEndsInAMessageOrAnError() {
        for sample in Self.samples where sample.count < 300 {
            var changed = sample
            for index in sample.indices {
                for value: UInt8 in [0x00, 0x01, 0x02, 0x08, 0x7F, 0x80, 0x88, 0xFF] {
                    changed[index] = value
                    _ = Self.touch(changed)
                    changed[index] = sample[index] ^ value
                    _ = Self.touch(changed)
                }
                changed[index] = sample[index]
            }
        }
    }

    @Test func rangesOfAnotherDatagramDoNotTrap() {
        let long = Self.samples.max { $0.count < $1.count } ?? []
        let decoded = DecodedSample(long)
        let foreign = RepeatedRange(startOffset: 3, endOffset: 4_000, count: 9, fieldNumber: 4)
        let range = ByteRange(offset: 4_000, byteCount: .max)
        for sample in Self.samples {
            let other = DecodedSample(sample)
            _ = other.texts(foreign)
            #expect(other.text(range).isEmpty)
            _ = other.text(decoded.message.context.containerID)
        }
    }
}
