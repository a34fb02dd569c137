import CSentryWire
import Decode
import SentrySim
import TestSupport
import Testing

/// Generated captures: the same every time, and nothing but messages.
@Suite struct GenerateTests {
    @Test(arguments: Profile.allCases)
    func sameSeedGivesTheSameBytes(_ profile: Profile) throws {
        let folder = try SimFolder()
        let first = try folder.generate("a", profile, sandboxes: 3, events: 1_500)
        let second = try folder.generate("b", profile, sandboxes: 3, events: 1_500)
        let other = try folder.generate("c", profile, sandboxes: 3, events: 1_500, seed: 2)
        let bytes = try SimFolder.bytes(first.folder)
        #expect(try bytes == SimFolder.bytes(second.folder))
        #expect(try bytes != SimFolder.bytes(other.folder))
    }

    /// A change of the model changes this number, and so does a machine that generates otherwise.
    @Test func bytesAreThoseOfEveryMachine() throws {
        let folder = try SimFolder()
        let made = try folder.generate("a", .mix, sandboxes: 10, events: 4_000, seed: 42)
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in try SimFolder.bytes(made.folder) {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
        }
        #expect(hash == 746_635_843_970_250_461)
    }

    @Test(arguments: Profile.allCases, Personality.allCases)
    func everyMessageIsAcceptedByDecoderAndProtobufC(
        _ profile: Profile, _ personality: Personality
    ) throws {
        let folder = try SimFolder()
        let made = try folder.generate("a", profile, personality, sandboxes: 2, events: 1_000)
        for capture in try SimFolder.captures(made.folder) {
            let datagrams = SharedFiles.datagrams(of: capture)
            #expect(datagrams.count >= 500)
            for (index, datagram) in datagrams.enumerated() {
                var message = Message()
                let status = unsafe MessageDecoder.decode(datagram.span.bytes, into: &message)
                try #require(status == .decoded, "\(profile) \(personality) message \(index)")
                try #require(message.unknownFieldCount == 0)
                try #require(Self.isMadeAsByProtobufC(datagram))
            }
        }
    }

    /// libprotobuf-c reads the message, and what it read it writes as the same bytes: what is put
    /// together from kept encodings is what it would have made.
    private static func isMadeAsByProtobufC(_ datagram: [UInt8]) -> Bool {
        let payload = Array(datagram.dropFirst(8))
        guard let descriptor = unsafe sentry_wire_descriptor(UInt16(datagram[2])) else {
            return false
        }
        let message = unsafe payload.withUnsafeBufferPointer {
            unsafe protobuf_c_message_unpack(descriptor, nil, $0.count, $0.baseAddress)
        }
        guard let message = unsafe message else { return false }
        defer { unsafe protobuf_c_message_free_unpacked(message, nil) }
        guard unsafe protobuf_c_message_get_packed_size(message) == payload.count else {
            return false
        }
        var again = [UInt8](repeating: 0, count: payload.count)
        let count = unsafe again.withUnsafeMutableBufferPointer { buffer -> Int in
            guard let start = buffer.baseAddress else { return 0 }
            return unsafe protobuf_c_message_pack(message, start)
        }
        return count == payload.count && again == payload
    }

    /// No thread speaks that no message announced, but for those of `runsc exec`.
    @Test(arguments: [Profile.web, .build, .shell, .database, .python, .attack])
    func threadsAreAnnouncedBeforeTheySpeak(_ profile: Profile) throws {
        let folder = try SimFolder()
        let made = try folder.generate("a", profile, .r202608, events: 3_000)
        var known = Set<Int32>()
        for datagram in SharedFiles.datagrams(of: try SimFolder.captures(made.folder)[0]) {
            var message = Message()
            _ = unsafe MessageDecoder.decode(datagram.span.bytes, into: &message)
            if case .containerStart = message.payload { known.insert(message.context.threadID) }
            #expect(known.contains(message.context.threadID))
            if case .clone(let clone) = message.payload { known.insert(clone.createdThreadId) }
        }
        #expect(!known.isEmpty)
    }

    /// Every exit of a call follows its enter on the same thread.
    @Test(arguments: Profile.allCases)
    func callsReturnOnTheThreadThatMadeThem(_ profile: Profile) throws {
        let folder = try SimFolder()
        let made = try folder.generate("a", profile, .r202608, events: 2_000)
        var open: [Int32: UInt64] = [:]
        for datagram in SharedFiles.datagrams(of: try SimFolder.captures(made.folder)[0]) {
            var message = Message()
            _ = unsafe MessageDecoder.decode(datagram.span.bytes, into: &message)
            guard message.rawType >= 6, message.rawType != 35 else { continue }
            let thread = message.context.threadID
            if message.exit.isPresent {
                #expect(open.removeValue(forKey: thread) == message.sysno)
            } else {
                #expect(open.updateValue(message.sysno, forKey: thread) == nil)
            }
        }
        #expect(open.isEmpty)
    }
}
