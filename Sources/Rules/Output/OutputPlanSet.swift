internal import Core
package import Events
package import State
internal import Synchronization

/// The plans of all rules of one program, and the constant parts of their alerts. Immutable, shared
/// by the shards, which record, and the output thread, which renders.
package final class OutputPlanSet: Sendable {
    /// Tells the plans of a reloaded program from those before; written into every record.
    @usableFromInline package let generation: UInt32
    package let settings: OutputSettings
    /// By rule index.
    package let plans: [OutputPlan]
    /// By rule index.
    let frames: [AlertFrame]
    /// What to record for all plans one after the other; rule `i` has
    /// `slots[starts[i]..<starts[i + 1]]`.
    private let slots: [CheckedOperand]
    private let starts: [Int]

    /// Compiles the outputs of rules; `rules[i].index` must be `i`. The error names the rule.
    package init(compiling rules: [Rule], settings: OutputSettings, generation: UInt32 = 1)
        throws(OutputPlanError)
    {
        self.generation = generation
        self.settings = settings
        var plans: [OutputPlan] = []
        for rule in rules {
            precondition(rule.index == plans.count, "rules are in the order of their index")
            do throws(OutputFormatError) {
                plans.append(try OutputPlan(of: rule, settings: settings))
            } catch {
                throw OutputPlanError(ruleName: rule.name, cause: error)
            }
        }
        self.plans = plans
        frames = plans.map { AlertFrame(of: $0, settings: settings) }
        slots = plans.flatMap(\.slots)
        starts = plans.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.slots.count) }
    }

    /// Records a match: the values that the rule's output names, as the event and the state have
    /// them now. Allocates nothing.
    package func record(
        rule: Int, _ event: borrowing SyscallEvent, _ binding: EventBinding,
        _ state: borrowing StateTable, extractor: inout FieldExtractor,
        into recorder: inout AlertRecorder
    ) {
        let first = starts[rule]
        let end = starts[rule + 1]
        recorder.begin(
            timeNanos: event.timeNanos, rule: UInt32(truncatingIfNeeded: rule),
            planSet: generation, fieldCount: end - first)
        for index in first..<end {
            recorder.append(extractor.value(of: slots[index], event, binding, state))
        }
    }

    /// The same with values from elsewhere, for tests and tools.
    package func record(
        rule: Int, timeNanos: UInt64, into recorder: inout AlertRecorder,
        extract: (CheckedOperand) -> FieldValue
    ) {
        let first = starts[rule]
        let end = starts[rule + 1]
        recorder.begin(
            timeNanos: timeNanos, rule: UInt32(truncatingIfNeeded: rule), planSet: generation,
            fieldCount: end - first)
        for index in first..<end { recorder.append(extract(slots[index])) }
    }
}

/// An output that does not compile.
package struct OutputPlanError: Error, Sendable, Equatable {
    package var ruleName: String
    package var cause: OutputFormatError
}

/// The plan sets that records in flight may name: of a running program and some before it.
///
/// A reload publishes a new set. Records of the last `keptCount` programs can be rendered; older
/// ones would need as many reloads while an output stands still, and are counted as lost.
package final class OutputPlanRegistry: Sendable {
    package static let keptCount = 16
    private let sets = Mutex<[OutputPlanSet]>([])

    package init() {}

    /// Makes a set known; before any shard uses it. Any thread.
    package func publish(_ set: OutputPlanSet) {
        sets.withLock { sets in
            sets.append(set)
            if sets.count > Self.keptCount { sets.removeFirst() }
        }
    }

    /// The set with a generation, or nil. Any thread.
    package func set(generation: UInt32) -> OutputPlanSet? {
        sets.withLock { sets in sets.last { $0.generation == generation } }
    }
}

/// The parts of a rule's alerts that are always the same.
struct AlertFrame: Sendable {
    /// `: Warning `, between the time and the message of the text line.
    let textMiddle: [UInt8]
    /// `{"hostname":"…",`
    let jsonHead: [UInt8]
    /// `,"priority":"…","rule":"…","source":"…","tags":[…],"time":"`, without the comma in front.
    let jsonTail: [UInt8]

    init(of plan: OutputPlan, settings: OutputSettings) {
        self.init(
            rule: plan.ruleName, priority: plan.priority, source: plan.source,
            tags: settings.includesTags ? plan.tags : nil, hostname: settings.hostname)
    }

    init(
        rule: String, priority: RulePriority, source: String, tags: [String]?, hostname: String
    ) {
        textMiddle = Array(": \(priority.text) ".utf8)
        jsonHead = ByteBuffer.array {
            $0.append("{\"hostname\":")
            $0.append(json: hostname)
            $0.append(0x2C)
        }
        jsonTail = ByteBuffer.array { buffer in
            buffer.append("\"priority\":")
            buffer.append(json: priority.text)
            buffer.append(",\"rule\":")
            buffer.append(json: rule)
            buffer.append(",\"source\":")
            buffer.append(json: source)
            if let tags {
                buffer.append(",\"tags\":[")
                for (index, tag) in tags.enumerated() {
                    if index > 0 { buffer.append(0x2C) }
                    buffer.append(json: tag)
                }
                buffer.append(0x5D)
            }
            buffer.append(",\"time\":\"")
        }
    }
}
