import Alerts
import Core
import Events
import Rules
import State
import TestSupport

/// A sandbox that is told messages, and what fields and conditions then say of its last event.
final class TextCaseRun {
    let run = CaptureRun()
    private var clock: Int64 = 1_700_000_000_000_000_000

    /// The last visible event's fields (as text) and conditions (`true` or `false`), by their text.
    func observe(_ datagrams: [[UInt8]], _ wanted: [String]) throws -> [String: String] {
        let asked = try wanted.map(Question.init)
        var seen: [String: String] = [:]
        run.run(datagrams) { event, binding, state in
            for question in asked {
                seen[question.text] = question.answer(event, binding, state)
            }
        }
        return seen
    }

    /// The alert that a rule with this output raises for the last visible event.
    func alert(_ output: String, isJSON: Bool, _ datagrams: [[UInt8]]) throws -> String {
        var settings = OutputSettings(hostname: "host")
        settings.isJSON = isJSON
        let rule = Rule(index: 0, name: "case", condition: .and([]), output: output)
        let set = try OutputPlanSet(compiling: [rule], settings: settings)
        let registry = OutputPlanRegistry()
        registry.publish(set)
        var extractor = FieldExtractor(hostname: "host")
        var shown = ""
        run.run(datagrams) { event, binding, state in
            var recorder = AlertRecorder()
            extractor.begin(event)
            set.record(
                rule: 0, event, binding, state, extractor: &extractor, into: &recorder)
            var line = ByteBuffer()
            _ = AlertRenderer(registry: registry).render(recorder.finish(), into: &line)
            shown = line.bytes.string
        }
        return shown
    }

    /// A message with the context of a task.
    func message(
        _ type: UInt8, task: Int64 = 7, container: String = TextCaseRun.container, uid: Int64 = 0,
        gid: Int64 = 0, comm: String = "sh", cwd: String = "/",
        _ fill: (inout MessageBuilder) -> Void
    ) -> [UInt8] {
        clock += 1_000_000
        return MessageBuilder.datagram(type) {
            $0.message(1) {
                $0.number(1, clock)
                $0.number(2, task)
                $0.number(3, 1_600_000_000_000_000_000 + task)
                $0.number(4, task)
                $0.number(5, 1_600_000_000_000_000_000 + task)
                $0.text(6, container)
                $0.message(7) {
                    for field in [1, 2, 3] as [UInt64] { $0.number(field, uid) }
                    if gid != 0 { for field in [4, 5, 6] as [UInt64] { $0.number(field, gid) } }
                }
                $0.text(8, cwd)
                $0.text(9, comm)
            }
            fill(&$0)
        }
    }

    /// The exit of a call, on a descriptor (or none).
    func exit(
        _ type: UInt8, sysno: Int64, result: Int64 = 0, errorno: Int64 = 0, fd: Int64? = nil,
        uid: Int64 = 0, comm: String = "sh", cwd: String = "/",
        _ fill: (inout MessageBuilder) -> Void = { _ in }
    ) -> [UInt8] {
        message(type, uid: uid, comm: comm, cwd: cwd) {
            $0.message(2) {
                if result != 0 { $0.number(1, result) }
                if errorno != 0 { $0.number(2, errorno) }
            }
            $0.number(3, sysno)
            if let fd { $0.number(4, fd) }
            fill(&$0)
        }
    }

    /// A successful open of a file.
    func open(container: String = TextCaseRun.container) -> [UInt8] {
        message(7, container: container) {
            $0.message(2) { $0.number(1, 4) }
            $0.number(3, 2)
            $0.number(4, -100)
            $0.text(6, "/etc/passwd")
        }
    }

    static let container = String(repeating: "0123456789abcdef", count: 4)
}

/// A field or a condition.
private struct Question {
    let text: String
    private let field: ResolvedField?
    private let condition: CheckedExpression?

    init(_ text: String) throws {
        self.text = text
        field = try? FieldCatalogue.resolve(text: text)
        var checker = ConditionChecker()
        condition = field == nil ? try checker.check(ConditionParser.parse(text)) : nil
    }

    func answer(
        _ event: borrowing SyscallEvent, _ binding: EventBinding, _ state: borrowing StateTable
    ) -> String {
        if let field {
            var extractor = FieldExtractor(hostname: "host")
            extractor.begin(event)
            return FieldText.text(of: extractor.value(of: field, event, binding, state), field)
        }
        guard let condition else { return "?" }
        var tree = TreeEvaluator(hostname: "host")
        tree.begin(event)
        return tree.evaluate(condition, event, binding, state) ? "true" : "false"
    }
}
