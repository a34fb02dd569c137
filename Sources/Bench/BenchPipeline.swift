import BenchSupport
import CAllocations
import Core
import Decode
import Engine
import Events
import Ingest
import Rules

/// How far a datagram is taken.
enum PipelineStage: String, CaseIterable {
    case decode, map, state, rules
}

/// The daemon's shard over captures in memory, each a sandbox: decode, map, apply, match, record.
/// Held by reference, so that closures can run it.
final class BenchPipeline {
    private var shard: MemoryShard
    let datagramCount: Int

    init(_ program: EngineProgram, over stream: MemoryStream, isProfiled: Bool = false) throws {
        shard = try MemoryShard(program, over: stream, isProfiled: isProfiled)
        datagramCount = shard.datagramCount
    }

    /// All captures once, each in a new sandbox; returns a checksum.
    func pass() -> UInt64 { shard.pass() }

    /// What the rules cost in so many passes, after one that warms up.
    func profile(passCount: Int) -> RuleProfileReport {
        _ = shard.pass()
        shard.restartProfile()
        for _ in 0..<max(1, passCount) { _ = shard.pass() }
        return shard.profile ?? RuleProfileReport()
    }

    var eventCount: UInt64 { shard.eventCount }
    var matchCount: UInt64 { shard.matchCount }

    /// Allocations of one pass, but for the turns in which sandboxes come and go.
    func countAllocations() -> UInt64 {
        var sum: UInt64 = 0
        shard.rewind()
        while true {
            let isCounted = !shard.willChangeConnections
            let before = gvfast_allocation_count()
            if !shard.turn() { return sum }
            if isCounted { sum &+= gvfast_allocation_count() &- before }
        }
    }
}

/// The first stages alone, by the modules that the shard uses.
enum StageLoops {
    @inline(never)
    static func decode(_ stream: MemoryStream) -> UInt64 {
        var contexts = ContextMemory()
        var message = Message()
        var sum: UInt64 = 0
        for index in 0..<stream.itemCount {
            let item = stream.item(index)
            guard item.kind == .datagram,
                MessageDecoder.decode(
                    item.bytes.rawSpan, recalling: &contexts, into: &message
                ).isDecoded
            else { continue }
            sum &+= UInt64(message.rawType)
        }
        return sum
    }

    @inline(never)
    static func map(_ stream: MemoryStream) -> UInt64 {
        var mapper = EventMapper()
        var contexts = ContextMemory()
        var message = Message()
        var event = SyscallEvent()
        var sum: UInt64 = 0
        for index in 0..<stream.itemCount {
            let item = stream.item(index)
            guard item.kind == .datagram,
                MessageDecoder.decode(
                    item.bytes.rawSpan, recalling: &contexts, into: &message
                ).isDecoded
            else { continue }
            var step = 0
            while case .event(let isLast) = mapper.map(
                &message, of: item.bytes, step: step, into: &event)
            {
                sum &+= UInt64(event.code.rawValue) &+ UInt64(event.presentParameters)
                step &+= 1
                if isLast { break }
            }
        }
        return sum
    }
}

/// Rules of a benchmark.
enum BenchRules {
    /// The rules of files, all that are enabled, or all whatsoever; no files give no rules.
    static func program(_ paths: [String], isAllEnabled: Bool = false) throws -> EngineProgram {
        var settings = EngineSettings()
        if isAllEnabled { settings.selectors = [RuleSelector(enables: true, rule: "*")] }
        return try program(try load(paths), settings)
    }

    static func program(
        _ set: RuleSet, _ settings: EngineSettings = EngineSettings()
    ) throws -> EngineProgram {
        do {
            return try EngineProgram(set, settings: settings)
        } catch {
            throw BenchError(error.lines.joined(separator: "\n"))
        }
    }

    static func load(_ paths: [String]) throws -> RuleSet {
        if paths.isEmpty { return RuleSet() }
        do {
            return try RulesLoading.load(paths, settings: EngineSettings()).ruleSet
        } catch {
            throw BenchError(error.lines.joined(separator: "\n"))
        }
    }
}
