internal import Core
package import Ingest
package import Rules

/// The alerts that rules raise on recordings, in order, as rule tests compare them.
package enum CaptureAlerts {
    /// Why rules cannot be run on a recording.
    package enum Failure: Error {
        case capture(CaptureError)
        case rules(String)
    }

    /// Runs the enabled rules of a set on a capture or a folder of captures.
    package static func alerts(
        of path: String, _ ruleSet: RuleSet, matchesAllRules: Bool
    ) throws(Failure) -> [RaisedAlert] {
        var chosen = ruleSet
        chosen.rules = ruleSet.rules.filter { $0.isEnabled && $0.source == "syscall" }
        for index in chosen.rules.indices { chosen.rules[index].index = index }
        let outputs: OutputPlanSet
        do throws(OutputPlanError) {
            outputs = try OutputPlanSet(
                compiling: chosen.rules, settings: RaisedAlert.outputSettings)
        } catch {
            throw .rules("rule '\(error.ruleName)': \(error.cause.message)")
        }
        let program: RuleProgram
        do throws(RuleCheckError) {
            program = try RuleProgram(
                compiling: chosen, matching: matchesAllRules ? .all : .first)
        } catch {
            throw .rules(error.message)
        }
        return try alerts(of: path, program, outputs)
    }

    private static func alerts(
        of path: String, _ program: RuleProgram, _ outputs: OutputPlanSet
    ) throws(Failure) -> [RaisedAlert] {
        let registry = OutputPlanRegistry()
        registry.publish(outputs)
        let renderer = AlertRenderer(registry: registry)
        var matcher = Matcher(program, hostname: outputs.settings.hostname)
        var recorder = AlertRecorder()
        var alerts: [RaisedAlert] = []
        do throws(CaptureError) {
            try CaptureWalk().run(path) { event, binding, state in
                for position in 0..<matcher.match(event, binding, state) {
                    outputs.record(
                        rule: matcher.rule(ofMatch: position), event, binding, state,
                        extractor: &matcher.tree.extractor, into: &recorder)
                    var line = ByteBuffer()
                    _ = renderer.render(recorder.finish(), into: &line)
                    if let alert = RaisedAlert(jsonLine: line.bytes.string) {
                        alerts.append(alert)
                    }
                }
                return true
            }
        } catch {
            throw .capture(error)
        }
        return alerts
    }
}
