internal import Core

/// What the numbers of a program stand for, in words: for profiles.
struct ProgramDescription: Sendable {
    /// Values of a comparison that are named; the others are counted.
    private static let valueLimit = 3

    /// By group: the field that its atoms look at.
    private(set) var groupNames: [String] = []
    /// By atom: field, comparison, values.
    private(set) var atomNames: [String]

    init(_ builder: ProgramBuilder, _ layout: ProgramLayout) {
        atomNames = [String](repeating: "", count: layout.atomCount)
        for draft in layout.drafts {
            let name = Self.name(draft.key.operand)
            groupNames.append(draft.key.check.map { Self.name($0) } ?? name)
            for number in draft.atoms {
                let atom = builder.atoms[number]
                let place = Int(layout.atomNumbers[number])
                atomNames[place] = Self.name(name, atom.comparison, atom.values)
                if let check = draft.key.check { atomNames[place] = Self.name(check) }
            }
        }
    }

    private static func name(_ operand: CheckedOperand) -> String {
        switch operand {
        case .literal(let text): return "\"\(text.string)\""
        case .transformed(let transformer, let inputs):
            return transformer.rawValue + "(" + inputs.map { name($0) }.joined(separator: ", ")
                + ")"
        case .field(let field):
            let base = field.definition.name
            switch field.form {
            case .none: return base
            case .index: return base + "[\(field.index)]"
            case .text, .parameter: return base + "[\(field.text.string)]"
            }
        }
    }

    private static func name(_ check: CheckedCheck) -> String {
        let modifier = check.modifier.map { " " + $0.rawValue } ?? ""
        return name(name(check.left), check.comparison, check.values, modifier)
    }

    private static func name(
        _ left: String, _ comparison: Comparison, _ values: CheckedValues, _ modifier: String = ""
    ) -> String {
        let start = left + " " + comparison.rawValue + modifier
        switch values {
        case .none: return start
        case .operand(let right): return start + " " + name(right)
        case .texts(let texts): return start + " " + list(texts.map { "\($0.string)" })
        case .numbers(let numbers): return start + " " + list(numbers.map { "\($0)" })
        case .addresses(let addresses): return start + " (\(addresses.count) addresses)"
        case .networks(let networks): return start + " (\(networks.count) networks)"
        }
    }

    private static func list(_ values: [String]) -> String {
        let named = values.prefix(valueLimit).joined(separator: ", ")
        if values.count == 1 { return named }
        let rest = values.count - valueLimit
        return "(" + named + (rest > 0 ? ", and \(rest) more)" : ")")
    }
}
