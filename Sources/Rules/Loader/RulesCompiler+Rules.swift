/// Compiling one rule: output first, then the condition, as the reference does.
extension RulesCompiler {
    /// More event codes than this and a rule is said to look at everything.
    private static let eventCodeLimit = 100
    /// Once replaced by a choice of container fields; now nothing.
    private static let containerInfo = "%container.info"

    mutating func compile(_ entry: RuleEntry) throws(LoadIssue) {
        var entry = entry
        removeContainerInfo(&entry)
        let additions = settings.outputAdditions.filter {
            $0.applies(to: entry.name, source: entry.source, tags: entry.tags)
        }
        let output = self.output(of: entry, additions)
        let extraFields = additions.flatMap(\.extraFields)
        guard let isOutputGood = checkOutputs([output] + extraFields.map(\.format), of: entry)
        else { return }
        let prepared: PreparedCondition
        do throws(LoadIssue) {
            prepared = try prepare(entry)
        } catch {
            if Self.isConsequence(error) { return }
            throw error
        }
        guard let facts = try checkCondition(prepared, of: entry), isOutputGood else { return }
        warn(about: facts, of: entry)
        var rule = Rule(
            index: 0, name: entry.name, condition: prepared.resolved.expression,
            conditionText: entry.condition, output: output, priority: entry.priority,
            source: entry.source)
        rule.description = entry.description
        rule.tags = entry.tags.sorted()
        rule.isEnabled = entry.isEnabled
        rule.expandedConditionText = prepared.parsed.text
        rule.outputText = entry.output
        rule.extraFields = extraFields
        rule.exceptions = entry.exceptions
        rule.warnsAboutEventTypes = entry.warnsAboutEventTypes
        rule.skipsUnknownFilter = entry.skipsUnknownFilter
        rule.isCapturing = entry.isCapturing
        rule.captureDurationMillis = entry.captureDurationMillis
        rule.macroNames = prepared.resolved.macroNames.sorted()
        rule.listNames = listNames(prepared.parsed, macros: prepared.resolved.macroNames)
        rule.position = entry.firstPosition
        add(rule)
    }

    private mutating func removeContainerInfo(_ entry: inout RuleEntry) {
        guard entry.output.contains(Self.containerInfo) else { return }
        entry.output = entry.output.replacing(Self.containerInfo, with: "")
        report(
            LoadIssue(
                .deprecatedItem,
                "Usage of '%container.info' is deprecated; it is removed. Let 'append_output' "
                    + "add the container fields.", at: entry.outputContext))
    }

    private func output(of entry: RuleEntry, _ additions: [OutputAddition]) -> String {
        var output = entry.output
        for addition in additions {
            if let extra = addition.extraOutput, !extra.isEmpty { output += " " + extra }
            guard addition.appendsSuggestedFields, entry.source == "syscall" else { continue }
            for field in settings.suggestedFields {
                output += " \(field.replacing(".", with: "_"))=%\(field)"
            }
        }
        return output
    }

    /// Checks formats; false when one is wrong, which is reported, so that the condition can still
    /// be looked at; nil when the rule asked to be dropped for it.
    private mutating func checkOutputs(_ formats: [String], of entry: RuleEntry) -> Bool? {
        do throws(LoadIssue) {
            for format in formats {
                guard try checkOutput(format, of: entry) else { return nil }
            }
            return true
        } catch {
            report(error)
            return false
        }
    }

    /// Checks a format; false when the rule asked to be dropped for what is wrong with it.
    private mutating func checkOutput(
        _ format: String, of entry: RuleEntry
    ) throws(LoadIssue) -> Bool {
        do throws(RuleCheckError) {
            for field in try checking.checkOutput(format) {
                report(
                    LoadIssue(
                        .deprecatedItem, "Usage of deprecated field '\(field)' in the output",
                        at: entry.outputContext))
            }
            return true
        } catch {
            if error.isUnknownName && entry.skipsUnknownFilter {
                report(LoadIssue(.unknownFilter, error.message, at: entry.outputContext))
                return false
            }
            throw LoadIssue(.compileOutput, error.message, at: entry.outputContext)
        }
    }

    /// Compiles a condition; nil when the rule asked to be dropped for what is wrong with it.
    private mutating func checkCondition(
        _ prepared: PreparedCondition, of entry: RuleEntry
    ) throws(LoadIssue) -> ConditionFacts? {
        do throws(RuleCheckError) {
            return try checking.checkCondition(prepared.resolved.expression)
        } catch {
            // Offsets inside a macro count in the macro's text, which is not this one.
            let isOwn = error.offset != nil && prepared.resolved.macroNames.isEmpty
            let place =
                isOwn
                ? entry.conditionContext.entering(
                    condition: prepared.parsed.text, offset: error.offset ?? 0)
                : entry.conditionContext
            if error.isUnknownName && entry.skipsUnknownFilter {
                report(LoadIssue(.unknownFilter, error.message, at: place))
                return nil
            }
            throw LoadIssue(.compileCondition, error.message, at: place)
        }
    }

    private mutating func warn(about facts: ConditionFacts, of entry: RuleEntry) {
        for warning in facts.warnings {
            report(LoadIssue(.conditionWarning, warning, at: entry.conditionContext))
        }
        for field in facts.deprecatedFields {
            report(
                LoadIssue(
                    .deprecatedItem, "Usage of deprecated field '\(field)' in the condition",
                    at: entry.conditionContext))
        }
        if entry.warnsAboutEventTypes, facts.eventCodeCount > Self.eventCodeLimit {
            report(
                LoadIssue(
                    .noEventType,
                    "Rule matches too many evt.type values. This has a significant performance "
                        + "penalty.", at: entry.context))
        }
    }
}

extension ExtraOutputField {
    /// The field or format as an output's text, for checking.
    fileprivate var format: String {
        switch content {
        case .field(let name): "%" + name
        case .format(let format): format
        }
    }
}
