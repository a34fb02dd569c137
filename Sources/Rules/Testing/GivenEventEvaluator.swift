internal import Core
internal import Events
internal import State

/// Runs rules on events that are given by the values of their fields.
package final class GivenEventEvaluator {
    private let rules: [Rule]
    private let conditions: [CheckedExpression]
    private let matchesAllRules: Bool
    private let outputs: OutputPlanSet
    private let renderer: AlertRenderer
    private var tree = TreeEvaluator(hostname: "test")
    private var recorder = AlertRecorder()
    /// Never used: every value is given.
    private let state = StateTable(
        threadCapacity: 16, descriptorCapacity: 16, containerCapacity: 16)
    private var event = SyscallEvent()
    private var timeNanos: UInt64 = 1_000_000_000

    /// Compiles the rules of a set that are enabled; `selecting` has numbered them.
    package init(_ ruleSet: RuleSet, matchesAllRules: Bool) throws(RuleCheckError) {
        var rules = ruleSet.rules.filter { $0.isEnabled && $0.source == "syscall" }
        for index in rules.indices { rules[index].index = index }
        self.rules = rules
        self.matchesAllRules = matchesAllRules
        var conditions: [CheckedExpression] = []
        for rule in rules {
            var checker = ConditionChecker()
            conditions.append(try checker.check(rule.condition))
        }
        self.conditions = conditions
        do throws(OutputPlanError) {
            outputs = try OutputPlanSet(
                compiling: rules, settings: RaisedAlert.outputSettings)
        } catch {
            throw RuleCheckError(message: "rule '\(error.ruleName)': \(error.cause.message)")
        }
        let registry = OutputPlanRegistry()
        registry.publish(outputs)
        renderer = AlertRenderer(registry: registry)
    }

    /// The alerts of one event.
    package func alerts(of fields: [GivenField]) throws(GivenFields.Failure) -> [RaisedAlert] {
        timeNanos += 1_000_000
        begin(try given(fields))
        var alerts: [RaisedAlert] = []
        for (index, condition) in conditions.enumerated() {
            guard tree.evaluate(condition, event, EventBinding(), state) else { continue }
            outputs.record(
                rule: index, event, EventBinding(), state, extractor: &tree.extractor,
                into: &recorder)
            var line = ByteBuffer()
            _ = renderer.render(recorder.finish(), into: &line)
            if let alert = RaisedAlert(jsonLine: line.bytes.string) { alerts.append(alert) }
            if !matchesAllRules { break }
        }
        return alerts
    }

    /// How the condition of a rule stands on one event; nil when there is no such rule.
    package func trace(
        rule name: String, on fields: [GivenField]
    ) throws(GivenFields.Failure) -> ConditionTrace? {
        guard let index = rules.firstIndex(where: { $0.name == name }) else { return nil }
        begin(try given(fields))
        return tree.trace(
            rules[index].condition, conditions[index], event, EventBinding(), state)
    }

    private func begin(_ given: GivenFields) {
        event.timeNanos = timeNanos
        tree.begin(event)
        tree.extractor.given = given
    }

    private func given(_ fields: [GivenField]) throws(GivenFields.Failure) -> GivenFields {
        let given = GivenFields(timeNanos: timeNanos)
        for field in fields { try given.give(field.name, field.texts) }
        return given
    }
}
