/// `-L` and `-l RULE`: what is loaded, as text for people and as Falco's JSON.
package struct RulesDescription {
    private let ruleSet: RuleSet
    /// Columns of a rule's name in the text form.
    private static let nameWidth = 50
    /// Columns of a description in the text form.
    private static let descriptionWidth = 60

    package init(_ ruleSet: RuleSet) { self.ruleSet = ruleSet }

    /// A table of all rules, or of one; nil when there is no rule of that name.
    package func text(rule name: String? = nil) -> String? {
        var rules = ruleSet.rules
        if let name {
            rules = rules.filter { $0.name == name }
            if rules.isEmpty { return nil }
        }
        var text = Self.row("Rule", "Description") + Self.row("----", "-----------")
        for rule in rules { text += "\n" + Self.row(rule.name, rule.description) }
        return text
    }

    private static func row(_ name: String, _ description: String) -> String {
        let lines = wrapped(description)
        let left = name.padding(to: nameWidth)
        var text = left + " " + (lines.first ?? "") + "\n"
        for line in lines.dropFirst() {
            text += String(repeating: " ", count: nameWidth + 1) + line + "\n"
        }
        return text
    }

    private static func wrapped(_ text: String) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(whereSeparator: \.isWhitespace) {
            if !line.isEmpty && line.count + 1 + word.count > descriptionWidth {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        lines.append(line)
        return lines
    }

    /// Everything as the object `falco_describe_results`.
    package var document: JSONDocument {
        .object([
            "required_engine_version": .text(ruleSet.requiredEngineVersion?.text ?? ""),
            "required_plugin_versions": .array(
                ruleSet.requiredPluginVersions.map(Self.document)),
            "rules": .array(ruleSet.rules.map { document($0) }),
            "macros": .array(ruleSet.macros.map { document($0) }),
            "lists": .array(ruleSet.lists.map(Self.document)),
        ])
    }

    /// One rule; nil when there is none of that name.
    package func document(rule name: String) -> JSONDocument? {
        guard let rule = ruleSet.rules.first(where: { $0.name == name }) else { return nil }
        return .object(["rules": .array([document(rule)])])
    }

    private static func document(_ requirement: PluginRequirement) -> JSONDocument {
        let choices = requirement.choices.map { choice in
            [
                "name": JSONDocument.text(choice.name),
                "version": .text(choice.version.text),
            ]
        }
        var members = choices.first ?? [:]
        members["alternatives"] =
            choices.count > 1 ? .array(choices.dropFirst().map { .object($0) }) : nil
        return .object(members)
    }

    private func document(_ rule: Rule) -> JSONDocument {
        let summary = ConditionSummary(of: rule.condition)
        let output = (try? OutputFormat(parsing: rule.output))?.fields.map(\.key) ?? []
        var info: [String: JSONDocument] = [
            "name": .text(rule.name), "description": .text(rule.description),
            "priority": .text(rule.priority.text), "source": .text(rule.source),
            "enabled": .flag(rule.isEnabled), "tags": .texts(rule.tags),
            "condition": .text(rule.conditionText), "output": .text(rule.outputText),
        ]
        if rule.isCapturing {
            info["capture"] = .flag(true)
            info["capture_duration"] = .number(Int(rule.captureDurationMillis))
        }
        let exceptions = rule.exceptions
        return .object([
            "info": .object(info),
            "details": .object([
                "macros": .texts(rule.macroNames), "lists": .texts(rule.listNames),
                "condition_fields": .texts(summary.fields.sorted()),
                "condition_operators": .texts(summary.operators.sorted()),
                "condition_compiled": .text(rule.condition.text),
                "output_fields": .texts(Set(output).sorted()),
                "output_compiled": .text(rule.output),
                "exception_names": .texts(Set(exceptions.map(\.name)).sorted()),
                "exception_fields": .texts(Set(exceptions.flatMap(\.fields)).sorted()),
                "exception_operators": .texts(Set(exceptions.flatMap(\.comparisons)).sorted()),
                "events": .texts(ConditionSummary.eventNames(of: rule.condition) ?? []),
                "plugins": .array([]),
            ]),
        ])
    }

    private func document(_ macro: MacroSummary) -> JSONDocument {
        let summary = ConditionSummary(of: macro.condition)
        let resolved = macro.resolved ?? macro.condition
        return .object([
            "info": .object([
                "name": .text(macro.name), "condition": .text(macro.conditionText),
            ]),
            "details": .object([
                "used": .flag(macro.isUsed), "macros": .texts(macro.condition.macroNames.sorted()),
                "lists": .texts(macro.listNames),
                "condition_fields": .texts(summary.fields.sorted()),
                "condition_operators": .texts(summary.operators.sorted()),
                "condition_compiled": .text(resolved.text),
                "events": .texts(ConditionSummary.eventNames(of: resolved) ?? []),
                "plugins": .array([]),
            ]),
        ])
    }

    private static func document(_ list: ListSummary) -> JSONDocument {
        .object([
            "info": .object(["name": .text(list.name), "items": .texts(list.items)]),
            "details": .object([
                "used": .flag(list.isUsed), "lists": .texts(list.listNames),
                "items_compiled": .texts(list.compiledItems), "plugins": .array([]),
            ]),
        ])
    }
}

extension String {
    /// With blanks at the end up to `width` characters.
    func padding(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
