package import Rules

/// Everything that shards need of a set of rules, compiled once and shared.
package final class EngineProgram: Sendable {
    /// The rules that run, in evaluation order; rule numbers are positions in it.
    package let rules: [Rule]
    package let conditions: RuleProgram
    package let outputs: OutputPlanSet
    /// What `evt.hostname` shows.
    let hostname: String

    /// Compiles the rules of a set that are enabled, selected and severe enough. `generation` tells
    /// the programs of one run apart.
    package init(
        _ ruleSet: RuleSet, settings: EngineSettings, generation: UInt32 = 1
    ) throws(RulesLoading.Failure) {
        var selected = ruleSet.selecting(
            settings.selectors, minimumPriority: settings.priority)
        selected.rules = selected.enabledRules.filter { $0.source == "syscall" }
        for index in selected.rules.indices { selected.rules[index].index = index }
        rules = selected.rules
        hostname = settings.output.hostname
        do throws(OutputPlanError) {
            outputs = try OutputPlanSet(
                compiling: rules, settings: settings.output, generation: generation)
        } catch {
            throw RulesLoading.Failure(["rule '\(error.ruleName)': \(error.cause.message)"])
        }
        do throws(RuleCheckError) {
            conditions = try RuleProgram(
                compiling: selected, matching: settings.matchesAllRules ? .all : .first,
                isDescribed: settings.profilesRules)
        } catch {
            throw RulesLoading.Failure([error.message])
        }
    }
}
