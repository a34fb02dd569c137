import Decode
import TestSupport
import Testing

/// Every datagram that a real Sentry sent means to us what it means to libprotobuf-c.
@Suite struct CaptureOracleTests {
    @Test(arguments: SharedFiles.captures().map(\.path))
    func capturesDecodeToTheValuesOfProtobufC(_ path: String) throws {
        let datagrams = SharedFiles.datagrams(of: path)
        #expect(datagrams.count > 50)
        for (index, datagram) in datagrams.enumerated() {
            let sample = DecodedSample(datagram)
            try #require(sample.status == .decoded, "message \(index) of \(path)")
            try #require(sample.message.unknownFieldCount == 0, "message \(index) of \(path)")
            let type = try #require(MessageType(rawValue: sample.message.rawType))
            let expected = Oracle(type).values(of: Array(datagram.dropFirst(8)))
            try #require(sample.values == expected, "message \(index) of \(path), \(type)")
        }
    }

    @Test func capturesHoldEveryTypeButTheRawOne() {
        let paths = SharedFiles.captures().map(\.path)
        if paths.isEmpty { return }
        var seen = Set<UInt16>()
        for path in paths {
            for datagram in SharedFiles.datagrams(of: path) {
                seen.insert(UInt16(datagram[2]) | UInt16(datagram[3]) << 8)
            }
        }
        print("message types in the captures: \(seen.sorted())")
        #expect(seen.count > 20)
    }
}
