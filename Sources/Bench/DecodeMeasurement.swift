import BenchSupport
import CSentryWire
import Core
import Decode
import Glibc

/// Ways of taking in the datagrams of a corpus; each returns a checksum over all of them.
struct DecodeMeasurement {
    /// Messages of one kind, or all.
    struct Result {
        let name: String
        let messageCount: Int
        let byteCount: Int
        let ours: Timing
        let protobufC: Timing
        let protobufCArena: Timing
        let scan: Timing
    }

    /// The ways take turns in every round.
    static func run(_ name: String, _ datagrams: [[UInt8]], roundCount: Int) throws -> Result {
        let work = DecodeWork(Corpus(datagrams))
        try work.check(name)
        let times = measureTogether(
            itemCount: datagrams.count, roundCount: roundCount,
            [
                { work.decodeAll() }, { work.unpackAll() }, { work.unpackAllIntoArena() },
                { work.scanAll() },
            ])
        return Result(
            name: name, messageCount: datagrams.count, byteCount: work.byteCount, ours: times[0],
            protobufC: times[1], protobufCArena: times[2], scan: times[3])
    }
}

/// The ways over one corpus; held by reference, so that closures can run them.
final class DecodeWork {
    private let corpus: Corpus
    private let arena = Arena(capacity: 8 << 20)

    init(_ corpus: consuming Corpus) { self.corpus = corpus }

    var byteCount: Int { corpus.byteCount }

    /// Throws when a message is rejected, whose cost would mean nothing.
    func check(_ name: String) throws {
        for index in 0..<corpus.ranges.count {
            guard decodeOne(corpus.datagram(index)) else {
                throw BenchError("message \(index) of \(name) is rejected")
            }
        }
    }

    private func decodeOne(_ datagram: BorrowedBytes) -> Bool {
        var message = Message()
        return MessageDecoder.decode(datagram.rawSpan, into: &message).isDecoded
    }

    @inline(never)
    func decodeAll() -> UInt64 {
        var message = Message()
        var sum: UInt64 = 0
        for index in 0..<corpus.ranges.count {
            let datagram = corpus.datagram(index)
            if MessageDecoder.decode(datagram.rawSpan, into: &message).isDecoded {
                sum &+= UInt64(truncatingIfNeeded: message.context.timeNanos)
                sum &+= UInt64(message.rawType)
            }
        }
        return sum
    }

    @inline(never)
    func unpackAll() -> UInt64 {
        var sum: UInt64 = 0
        for index in 0..<corpus.ranges.count {
            let datagram = corpus.datagram(index)
            let type = UInt16(datagram[2]) | UInt16(datagram[3]) << 8
            guard let descriptor = unsafe sentry_wire_descriptor(type) else { continue }
            let payload = unsafe datagram.dropFirst(Int(datagram[0])).rawBuffer
            let message = unsafe protobuf_c_message_unpack(
                descriptor, nil, payload.count,
                payload.baseAddress?.assumingMemoryBound(to: UInt8.self))
            guard let message = unsafe message else { continue }
            unsafe sum &+= timeNanos(of: message) &+ UInt64(type)
            unsafe protobuf_c_message_free_unpacked(message, nil)
        }
        return sum
    }

    @inline(never)
    func unpackAllIntoArena() -> UInt64 {
        var sum: UInt64 = 0
        for index in 0..<corpus.ranges.count {
            let datagram = corpus.datagram(index)
            let type = UInt16(datagram[2]) | UInt16(datagram[3]) << 8
            guard let descriptor = unsafe sentry_wire_descriptor(type) else { continue }
            let payload = unsafe datagram.dropFirst(Int(datagram[0])).rawBuffer
            arena.reset()
            guard let message = unsafe arena.unpack(descriptor, payload) else { continue }
            unsafe sum &+= timeNanos(of: message) &+ UInt64(type)
        }
        return sum
    }

    /// Every payload begins with the context behind the base.
    private func timeNanos(of message: UnsafeMutablePointer<ProtobufCMessage>) -> UInt64 {
        let context = unsafe UnsafeRawPointer(message + 1).load(
            as: UnsafePointer<Gvisor__Common__ContextData>?.self)
        return unsafe UInt64(truncatingIfNeeded: context?.pointee.time_ns ?? 0)
    }

    /// The least that reading the bytes costs: one load and one addition per eight of them.
    @inline(never)
    func scanAll() -> UInt64 {
        var sum = threadCPUNanos()  // another start each time, or one pass would be made for all
        let bytes = unsafe corpus.bytes
        var offset = 0
        while offset &+ 8 <= bytes.count {
            sum &+= unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            offset &+= 8
        }
        return sum
    }
}
