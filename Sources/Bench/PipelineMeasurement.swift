import CAllocations
import Core
import Decode
import Events
import Rules
import State

/// Captures held in memory, one connection each.
struct PipelineCorpus: ~Copyable {
    let datagrams: Corpus
    /// Index of the datagram behind each capture's last.
    let ends: [Int]

    init(_ captures: [[[UInt8]]]) {
        datagrams = Corpus(captures.flatMap { $0 })
        var ends: [Int] = []
        for capture in captures { ends.append((ends.last ?? 0) + capture.count) }
        self.ends = ends
    }

    var messageCount: Int { ends.last ?? 0 }
}

/// How far a datagram is taken.
enum PipelineStage: Int, CaseIterable {
    case decode, map, state, rules
}

/// What one shard does with datagrams, without sockets and alerts.
struct CorpusPipeline: ~Copyable {
    private var state = StateTable()
    private var mapper = EventMapper(architecture: .x8664)
    private var message = Message()
    private var event = SyscallEvent()
    private(set) var matcher: Matcher
    private(set) var eventCount: UInt64 = 0
    private(set) var matchCount: UInt64 = 0

    init(_ program: RuleProgram) {
        matcher = Matcher(program, hostname: "bench")
    }

    /// Runs all captures once, each in a sandbox of its own; returns a checksum.
    @inline(never)
    mutating func run(_ corpus: borrowing PipelineCorpus, to stage: PipelineStage) -> UInt64 {
        var sum: UInt64 = 0
        var index = 0
        for end in corpus.ends {
            guard let sandbox = state.openSandbox() else { return 0 }
            while index < end {
                sum &+= take(corpus.datagrams.datagram(index), sandbox, to: stage)
                index &+= 1
            }
            state.closeSandbox(sandbox)
        }
        return sum
    }

    private mutating func take(
        _ datagram: BorrowedBytes, _ sandbox: SandboxSlot, to stage: PipelineStage
    ) -> UInt64 {
        guard MessageDecoder.decode(datagram.rawSpan, into: &message) == .decoded else { return 0 }
        if stage == .decode { return UInt64(message.rawType) }
        var sum: UInt64 = 0
        var step = 0
        while case .event(let isLast) = mapper.map(
            &message, of: datagram, step: step, into: &event)
        {
            sum &+= UInt64(event.code.rawValue)
            if stage.rawValue >= PipelineStage.state.rawValue { apply(sandbox, to: stage) }
            if isLast { break }
            step &+= 1
        }
        return sum
    }

    private mutating func apply(_ sandbox: SandboxSlot, to stage: PipelineStage) {
        event.number = eventCount &+ 1
        let binding = state.apply(&event, in: sandbox)
        let isEnter = event.sysno >= 0 && !event.code.isExit
        if binding.isVisible && !isEnter {
            eventCount &+= 1
            if stage == .rules {
                matchCount &+= UInt64(truncatingIfNeeded: matcher.match(event, binding, state))
            }
        }
        state.finish(event, binding)
    }
}

/// What the pipeline costs with one set of rules.
struct PipelineResult {
    let ruleCount: Int
    let messageCount: Int
    /// Events that rules see, in one pass.
    let eventCount: UInt64
    let matchCount: UInt64
    /// Per message, up to and including each stage.
    let stages: [Timing]
    let allocationsPerMessage: Double
    let counters: MatcherCounters

    var whole: Timing { stages[PipelineStage.rules.rawValue] }

    static func run(
        _ corpus: borrowing PipelineCorpus, _ rules: RuleSet, roundCount: Int
    ) throws -> PipelineResult {
        let program: RuleProgram
        do {
            program = try RuleProgram(compiling: rules)
        } catch {
            throw BenchError(error.message)
        }
        var pipeline = CorpusPipeline(program)
        var stages: [Timing] = []
        for stage in PipelineStage.allCases {
            stages.append(
                measure(itemCount: corpus.messageCount, roundCount: roundCount) {
                    pipeline.run(corpus, to: stage)
                })
        }
        let events = pipeline.eventCount
        let matches = pipeline.matchCount
        let allocations = gvfast_allocation_count()
        _ = pipeline.run(corpus, to: .rules)
        let made = gvfast_allocation_count() - allocations
        return PipelineResult(
            ruleCount: program.ruleCount, messageCount: corpus.messageCount,
            eventCount: pipeline.eventCount - events, matchCount: pipeline.matchCount - matches,
            stages: stages, allocationsPerMessage: Double(made) / Double(corpus.messageCount),
            counters: pipeline.matcher.counters)
    }
}
