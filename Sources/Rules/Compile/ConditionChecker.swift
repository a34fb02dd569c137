/// Resolves the fields of a parsed condition, reads its literals and checks every operator against
/// the type of its field. Cold code.
package struct ConditionChecker {
    /// Doubtful parts, one sentence each.
    package private(set) var warnings: [String] = []
    /// Deprecated fields that the condition uses, in order of appearance.
    package private(set) var deprecatedFields: [String] = []

    package init() {}

    /// Checks a condition without macros.
    package mutating func check(
        _ expression: Expression
    ) throws(RuleCheckError) -> CheckedExpression {
        switch expression {
        case .and(let parts): return .and(try checkAll(parts))
        case .or(let parts): return .or(try checkAll(parts))
        case .not(let inner): return .not(try check(inner))
        case .check(let check): return .check(try checkOne(check))
        case .macro(let name, let offset):
            throw RuleCheckError(
                message: "'\(name)' is not a known macro", offset: offset.value)
        }
    }

    private mutating func checkAll(
        _ parts: [Expression]
    ) throws(RuleCheckError) -> [CheckedExpression] {
        var checked: [CheckedExpression] = []
        checked.reserveCapacity(parts.count)
        for part in parts { checked.append(try check(part)) }
        return checked
    }

    private mutating func checkOne(_ check: Check) throws(RuleCheckError) -> CheckedCheck {
        let left = try operand(check.left, isRightHandSide: false)
        let comparison = check.comparison
        guard left.valueClass.supports(comparison) else {
            throw RuleCheckError(
                message: "operator '\(comparison.rawValue)' does not work on \(left.name), "
                    + "which is \(left.valueClass.name)", offset: check.offset.value)
        }
        if left.isEventType { try checkEventType(check, left) }
        var checked = CheckedCheck(
            left: left.operand, valueClass: left.valueClass, comparison: comparison,
            modifier: check.modifier, values: .none)
        switch check.right {
        case .none: break
        case .operand(let right): checked.values = try rightOperand(right, of: check, left)
        case .value(let literal):
            checked.values = try values([literal], for: check, of: left)
        case .list(let literals):
            checked.values = try values(literals, for: check, of: left)
        }
        if check.modifier != nil && !Self.modifiable.contains(comparison) {
            throw RuleCheckError(
                message: "'\(comparison.rawValue)' takes no modifier", offset: check.offset.value)
        }
        return checked
    }

    /// Operators that `anyof`, `allof` and `oneof` may follow.
    private static let modifiable: Set<Comparison> = [
        .equal, .notEqual, .contains, .icontains, .bcontains, .startsWith, .bstartsWith,
        .endsWith, .glob, .iglob, .regex,
    ]

    /// `evt.type` is compared with names of events only, and only directly.
    private func checkEventType(
        _ check: Check, _ left: TypedOperand
    ) throws(RuleCheckError) {
        guard case .field = left.operand else {
            throw RuleCheckError(
                message: "\(left.name) cannot stand inside a transformer",
                offset: check.offset.value)
        }
        if case .operand = check.right {
            throw RuleCheckError(
                message: "\(left.name) is compared with names of events only",
                offset: check.offset.value)
        }
    }

    mutating func note(field: ResolvedField) {
        let definition = field.definition
        guard definition.flags.contains(.deprecated), definition.name.hasPrefix("evt.") else {
            return
        }
        if !deprecatedFields.contains(definition.name) {
            deprecatedFields.append(definition.name)
        }
    }

    mutating func warn(_ text: String) {
        if !warnings.contains(text) { warnings.append(text) }
    }
}
