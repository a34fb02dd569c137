internal import Core
package import Events
package import State

/// A condition on one event: of every part whether it holds, of every comparison its value.
package indirect enum ConditionTrace: Equatable, Sendable {
    case and([ConditionTrace], holds: Bool)
    case or([ConditionTrace], holds: Bool)
    case not(ConditionTrace, holds: Bool)
    /// `value` is what stands left of the operator as text; nil when it is missing.
    case check(text: String, value: String?, holds: Bool)

    package var holds: Bool {
        switch self {
        case .and(_, let holds), .or(_, let holds), .not(_, let holds), .check(_, _, let holds):
            holds
        }
    }

    /// Lines with `true` or `false` in front, parts below their whole. Ends in a newline.
    @usableFromInline package var text: String {
        var text = ""
        append(to: &text, depth: 0)
        return text
    }

    private func append(to text: inout String, depth: Int) {
        let lead = (holds ? "true   " : "false  ") + String(repeating: "  ", count: depth)
        switch self {
        case .and(let parts, _): Self.append(parts, lead + "and", to: &text, depth)
        case .or(let parts, _): Self.append(parts, lead + "or", to: &text, depth)
        case .not(let inner, _): Self.append([inner], lead + "not", to: &text, depth)
        case .check(let check, let value, _):
            let shown = value.map { "is \(Self.quoted($0))" } ?? "is missing"
            text += "\(lead)\(check)   <- \(shown)\n"
        }
    }

    private static func append(
        _ parts: [ConditionTrace], _ head: String, to text: inout String, _ depth: Int
    ) {
        text += head + "\n"
        for part in parts { part.append(to: &text, depth: depth + 1) }
    }

    /// With quotes and escapes, so that nothing in a value can forge a line.
    private static func quoted(_ value: String) -> String {
        let cut = value.utf8.count > 400 ? String(value.prefix(400)) + "..." : value
        return JSONDocument.text(cut).line
    }
}

extension TreeEvaluator {
    /// Evaluates every part of a condition on an applied event, also those that an earlier one
    /// makes unnecessary. `expression` is what `condition` was checked from. Cold.
    package mutating func trace(
        _ expression: Expression, _ condition: CheckedExpression,
        _ event: borrowing SyscallEvent, _ binding: EventBinding, _ state: borrowing StateTable
    ) -> ConditionTrace {
        switch (expression, condition) {
        case (.and(let texts), .and(let parts)):
            let traces = trace(texts, parts, event, binding, state)
            return .and(traces, holds: traces.allSatisfy(\.holds))
        case (.or(let texts), .or(let parts)):
            let traces = trace(texts, parts, event, binding, state)
            return .or(traces, holds: traces.contains(where: \.holds))
        case (.not(let text), .not(let inner)):
            let part = trace(text, inner, event, binding, state)
            return .not(part, holds: !part.holds)
        case (.check(let text), .check(let check)):
            return .check(
                text: text.shortText, value: self.text(of: check, event, binding, state),
                holds: evaluate(check, event, binding, state))
        default:
            preconditionFailure("a checked condition has the shape of its expression")
        }
    }

    private mutating func trace(
        _ texts: [Expression], _ parts: [CheckedExpression],
        _ event: borrowing SyscallEvent, _ binding: EventBinding, _ state: borrowing StateTable
    ) -> [ConditionTrace] {
        precondition(texts.count == parts.count)
        var traces: [ConditionTrace] = []
        for (text, part) in zip(texts, parts) {
            traces.append(trace(text, part, event, binding, state))
        }
        return traces
    }

    /// The value to the left of an operator as text; all values of a field that has several.
    private mutating func text(
        of check: CheckedCheck, _ event: borrowing SyscallEvent, _ binding: EventBinding,
        _ state: borrowing StateTable
    ) -> String? {
        guard case .field(let field) = check.left, FieldExtractor.isMultiple(field) else {
            return Self.text(extractor.value(of: check.left, event, binding, state))
        }
        var texts: [String] = []
        while texts.count < 64,
            let value = extractor.value(of: field, at: texts.count, event, binding, state)
        {
            texts.append(Self.text(value) ?? "<NA>")
        }
        return texts.isEmpty ? nil : "(" + texts.joined(separator: ",") + ")"
    }

    private static func text(_ value: FieldValue) -> String? {
        if value.isMissing { return nil }
        var layout = ValueText(usesBase64Buffers: false)
        var buffer = ByteBuffer()
        layout.append(value, .plain, to: &buffer)
        return buffer.bytes.string
    }
}

extension Check {
    /// The comparison's text with long lists cut.
    fileprivate var shortText: String {
        guard case .list(let items) = right, items.count > 8 else { return text }
        var short = self
        short.right = .list(Array(items.prefix(8)))
        return short.text.dropLast() + ", and \(items.count - 8) more)"
    }
}
