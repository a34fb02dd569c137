internal import Events

/// Checks rules against the field catalogue: the checker of all real loading.
package struct CatalogueRuleChecker: RuleChecking {
    package init() {}

    package func checkCondition(
        _ condition: Expression
    ) throws(RuleCheckError) -> ConditionFacts {
        var checker = ConditionChecker()
        let checked = try checker.check(condition)
        return ConditionFacts(
            eventCodeCount: checked.events.count, warnings: checker.warnings,
            deprecatedFields: checker.deprecatedFields)
    }

    package func checkOutput(_ format: String) throws(RuleCheckError) -> [String] {
        let parsed: OutputFormat
        do throws(OutputFormatError) {
            parsed = try OutputFormat(parsing: format)
        } catch {
            throw RuleCheckError(
                message: error.message, offset: error.offset, isUnknownName: error.isUnknownName)
        }
        var deprecated: [String] = []
        for field in parsed.fields {
            let definition = field.resolved.definition
            guard definition.flags.contains(.deprecated), definition.name.hasPrefix("evt."),
                !deprecated.contains(definition.name)
            else { continue }
            deprecated.append(definition.name)
        }
        return deprecated
    }

    package func isKnownField(_ text: String) -> Bool {
        guard let operand = try? ConditionParser.parseOperand(text) else { return false }
        return isKnown(operand)
    }

    private func isKnown(_ operand: Operand) -> Bool {
        switch operand {
        case .field(let name, let argument, _):
            return (try? FieldCatalogue.resolve(name: name, argument: argument)) != nil
        case .transformer(_, let arguments, _, _):
            return arguments.allSatisfy(isKnown)
        }
    }

    private func isKnown(_ argument: TransformerArgument) -> Bool {
        switch argument {
        case .operand(let operand): isKnown(operand)
        case .list(let items): items.allSatisfy(isKnown)
        case .text, .number: true
        }
    }
}
