internal import Core
internal import Events

extension RuleCoverage.Analysis {
    /// Why the rule can never fire.
    var blockers: [String] {
        if possible.isEmpty { return ["the condition cannot hold on any system"] }
        let sent = possible.filter(Self.isSent)
        if sent.isEmpty { return deadEvents }
        var sentences: [String] = []
        for part in Self.conjuncts(condition) where !Self.canHold(part, sent, .gVisor) {
            sentences += Self.explain(part, sent)
        }
        return sentences.isEmpty ? deadEvents : sentences
    }

    /// Alternatives of the condition that can never hold here, although they could elsewhere.
    var deadAlternatives: [String] {
        var sentences: [String] = []
        collectDead(condition, isNegated: false, into: &sentences)
        return Array(sentences.prefix(8))
    }

    private func collectDead(
        _ expression: CheckedExpression, isNegated: Bool, into sentences: inout [String]
    ) {
        switch expression {
        case .check: break
        case .not(let inner): collectDead(inner, isNegated: !isNegated, into: &sentences)
        case .and(let parts), .or(let parts):
            let isChoice = expression.isOr != isNegated
            for part in parts {
                let wanted = isNegated ? CheckedExpression.not(part) : part
                // An alternative for an event that is dead as a whole is told with the event.
                let isDead =
                    isChoice && Self.canHold(wanted, firing, .everythingInContainer)
                    && !Self.canHold(wanted, firing, .gVisor)
                guard isDead else {
                    collectDead(part, isNegated: isNegated, into: &sentences)
                    continue
                }
                for sentence in Self.explain(wanted, firing) where !sentences.contains(sentence) {
                    sentences.append(sentence)
                }
            }
        }
    }

    /// Negated tests of fields that never have a value: they always hold, so the rule says more
    /// than it means.
    var emptyTests: [String] {
        var sentences: [String] = []
        collectEmptyTests(condition, isNegated: false, into: &sentences)
        return sentences
    }

    private func collectEmptyTests(
        _ expression: CheckedExpression, isNegated: Bool, into sentences: inout [String]
    ) {
        switch expression {
        case .and(let parts), .or(let parts):
            for part in parts { collectEmptyTests(part, isNegated: isNegated, into: &sentences) }
        case .not(let inner):
            collectEmptyTests(inner, isNegated: !isNegated, into: &sentences)
        case .check(let check):
            guard isNegated, Self.canHold(expression, firing, .everythingInContainer),
                !Self.canHold(expression, firing, .gVisor)
            else { return }
            for field in Self.fields(expression)
            where field.definition.availability.level == .never {
                let sentence =
                    "\(Self.name(field)): \(field.definition.availability.note), so \"not "
                    + "\(Self.name(field)) \(check.comparison.rawValue) ...\" always holds"
                if !sentences.contains(sentence) { sentences.append(sentence) }
            }
        }
    }

    /// Fields with a value only sometimes, without which the rule cannot fire.
    var doubtfulFields: [String] {
        if Self.canHold(condition, firing, .gVisorAtWorst) { return [] }
        var sentences: [String] = []
        for part in Self.conjuncts(condition) where !Self.canHold(part, firing, .gVisorAtWorst) {
            for field in Self.fields(part) where field.definition.availability.level == .partly {
                let sentence =
                    "\(field.definition.name): \(field.definition.availability.note)"
                if !sentences.contains(sentence) { sentences.append(sentence) }
            }
        }
        return sentences
    }

    /// Fields that need a young release.
    var youngFields: [String] {
        var sentences: [String] = []
        for field in Self.fields(condition) {
            guard let since = field.definition.availability.since else { continue }
            let sentence = "\(field.definition.name) needs runsc \(since)"
            if !sentences.contains(sentence) { sentences.append(sentence) }
        }
        return sentences
    }

    private static func canHold(
        _ expression: CheckedExpression, _ codes: [EventCode], _ world: ConditionOutlook.World
    ) -> Bool {
        codes.contains {
            ConditionOutlook($0, in: world).outcome(of: expression).contains(.canHold)
        }
    }

    /// The parts that must all hold.
    private static func conjuncts(_ expression: CheckedExpression) -> [CheckedExpression] {
        switch expression {
        case .and(let parts): parts.flatMap(conjuncts)
        case .not(.or(let parts)): parts.flatMap { conjuncts(.not($0)) }
        case .not(.not(let inner)): conjuncts(inner)
        default: [expression]
        }
    }

    /// Which comparisons keep an expression from holding.
    private static func explain(_ expression: CheckedExpression, _ codes: [EventCode]) -> [String] {
        var sentences: [String] = []
        collectReasons(expression, isNegated: false, codes, into: &sentences)
        return sentences
    }

    private static func collectReasons(
        _ expression: CheckedExpression, isNegated: Bool, _ codes: [EventCode],
        into sentences: inout [String]
    ) {
        let wanted = isNegated ? CheckedExpression.not(expression) : expression
        guard !canHold(wanted, codes, .gVisor) else { return }
        switch expression {
        case .and(let parts), .or(let parts):
            for part in parts {
                collectReasons(part, isNegated: isNegated, codes, into: &sentences)
            }
        case .not(let inner):
            collectReasons(inner, isNegated: !isNegated, codes, into: &sentences)
        case .check(let check):
            let sentence = reason(check, isNegated: isNegated, codes)
            if !sentences.contains(sentence) { sentences.append(sentence) }
        }
    }

    private static func reason(
        _ check: CheckedCheck, isNegated: Bool, _ codes: [EventCode]
    ) -> String {
        let fields = fields(.check(check))
        let what =
            (isNegated ? "not " : "") + fields.map(name).joined(separator: ", ")
            + " \(check.comparison.rawValue)"
        for field in fields {
            if field.id == .containerId || field.id == .containerFullId {
                return "\(name(field)): whatever comes from a sandbox is in a container, never on "
                    + "the host"
            }
            let availability = field.definition.availability
            if availability.level == .never { return "\(name(field)): \(availability.note)" }
            if field.id == .evtArg || field.id == .evtRawarg || field.id.isPathField {
                return "\(name(field)): not among what gVisor tells of the event"
            }
        }
        return "\(what) cannot hold on the events that gVisor sends"
    }

    private static func name(_ field: ResolvedField) -> String {
        let name = field.definition.name
        switch field.form {
        case .none: return name
        case .index: return "\(name)[\(field.index)]"
        case .parameter: return "\(name).\(field.text.string)"
        case .text: return "\(name)[\(field.text.string)]"
        }
    }

    /// Fields in an expression, in order, each once.
    private static func fields(_ expression: CheckedExpression) -> [ResolvedField] {
        var found: [ResolvedField] = []
        visit(expression) { if !found.contains($0) { found.append($0) } }
        return found
    }

    private static func visit(
        _ expression: CheckedExpression, _ body: (ResolvedField) -> Void
    ) {
        switch expression {
        case .and(let parts), .or(let parts): for part in parts { visit(part, body) }
        case .not(let inner): visit(inner, body)
        case .check(let check):
            visit(check.left, body)
            if case .operand(let right) = check.values { visit(right, body) }
        }
    }

    private static func visit(_ operand: CheckedOperand, _ body: (ResolvedField) -> Void) {
        switch operand {
        case .field(let field): body(field)
        case .transformed(_, let arguments): for argument in arguments { visit(argument, body) }
        case .literal: break
        }
    }
}

extension CheckedExpression {
    fileprivate var isOr: Bool {
        if case .or = self { return true }
        return false
    }
}
