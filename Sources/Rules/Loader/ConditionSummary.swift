internal import Core
internal import Events

/// What a condition names, for the describing commands: each list sorted, without repetitions.
struct ConditionSummary {
    private(set) var fields: Set<String> = []
    private(set) var operators: Set<String> = []

    init(of condition: Expression) { visit(condition) }

    private mutating func visit(_ expression: Expression) {
        switch expression {
        case .and(let parts), .or(let parts): for part in parts { visit(part) }
        case .not(let inner): visit(inner)
        case .macro: break
        case .check(let check):
            operators.insert(check.comparison.rawValue)
            if let modifier = check.modifier { operators.insert(modifier.rawValue) }
            visit(check.left)
            if case .operand(let right) = check.right { visit(right) }
        }
    }

    private mutating func visit(_ operand: Operand) {
        switch operand {
        case .field: fields.insert(operand.text)
        case .transformer(let name, let arguments, _, _):
            operators.insert(name)
            for argument in arguments { visit(argument) }
        }
    }

    private mutating func visit(_ argument: TransformerArgument) {
        switch argument {
        case .operand(let operand): visit(operand)
        case .list(let items): for item in items { visit(item) }
        case .text, .number: break
        }
    }

    /// Names of the events for which a condition without macros can be true; nil when nothing is
    /// known of it, as of a macro with an unknown field.
    static func eventNames(of condition: Expression) -> [String]? {
        var checker = ConditionChecker()
        guard let checked = try? checker.check(condition) else { return nil }
        let table = EventTable.shared
        var names: Set<String> = []
        for code in checked.events.codes where code.rawValue > 1 {
            names.insert(table[code].name.string)
        }
        names.remove("NA")
        return names.sorted()
    }
}
