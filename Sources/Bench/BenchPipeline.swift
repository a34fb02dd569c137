import Core
import Decode
import Engine
import Events
import Rules
import State

/// The shard's way from a datagram to the verdict without sockets and alerts: decode, map, apply,
/// match. What stage ends it says how much of a message's cost is measured.
struct BenchPipeline: ~Copyable {
    /// The last stage that runs.
    enum Stage: String, CaseIterable {
        case decode, map, state, rules
    }

    var state: StateTable
    var mapper = EventMapper()
    var matcher: Matcher
    private var message = Message()
    private var event = SyscallEvent()
    private var sandbox: SandboxSlot
    private(set) var eventCount: UInt64 = 0
    private(set) var matchCount: UInt64 = 0

    init(_ program: RuleProgram) throws {
        var table = StateTable()
        guard let slot = table.openSandbox() else { throw BenchError("no room for a sandbox") }
        state = table
        sandbox = slot
        matcher = Matcher(program, hostname: "host")
    }

    /// Forgets the sandbox and opens another, as between two runs over a capture.
    mutating func restart() throws {
        state.closeSandbox(sandbox)
        guard let slot = state.openSandbox() else { throw BenchError("no room for a sandbox") }
        sandbox = slot
    }

    /// One pass over a corpus up to `stage`; returns a checksum of what was found.
    @inline(never)
    mutating func run(_ corpus: borrowing Corpus, upTo stage: Stage) -> UInt64 {
        var sum: UInt64 = 0
        for index in 0..<corpus.ranges.count {
            let datagram = corpus.datagram(index)
            guard MessageDecoder.decode(datagram.rawSpan, into: &message) == .decoded else {
                continue
            }
            sum &+= UInt64(message.rawType)
            if stage == .decode { continue }
            sum &+= apply(datagram, upTo: stage)
        }
        return sum
    }

    private mutating func apply(_ datagram: BorrowedBytes, upTo stage: Stage) -> UInt64 {
        var sum: UInt64 = 0
        var step = 0
        while case .event(let isLast) = mapper.map(
            &message, of: datagram, step: step, into: &event)
        {
            sum &+= UInt64(event.code.rawValue)
            if stage != .map { sum &+= evaluate(isMatched: stage == .rules) }
            if isLast { break }
            step &+= 1
        }
        return sum
    }

    private mutating func evaluate(isMatched: Bool) -> UInt64 {
        eventCount &+= 1
        event.number = eventCount
        let binding = state.apply(&event, in: sandbox)
        var found = 0
        if isMatched && binding.isVisible { found = matcher.match(event, binding, state) }
        matchCount &+= UInt64(found)
        state.finish(event, binding)
        return UInt64(binding.thread.rawValue) &+ UInt64(found)
    }
}

/// Rules of a benchmark.
enum BenchRules {
    /// The rules of files, all that are enabled; no files give no rules.
    static func load(_ paths: [String]) throws -> RuleSet {
        if paths.isEmpty { return RuleSet() }
        let settings = EngineSettings()
        do {
            var set = try RulesLoading.load(paths, settings: settings).ruleSet
            set.rules = set.enabledRules.filter { $0.source == "syscall" }
            for index in set.rules.indices { set.rules[index].index = index }
            return set
        } catch {
            throw BenchError(error.lines.joined(separator: "\n"))
        }
    }
}
