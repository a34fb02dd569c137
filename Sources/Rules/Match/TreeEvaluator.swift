internal import Core
package import Events
package import State

/// Evaluates a condition by walking its tree, remembering nothing: slow and obvious. The oracle of
/// the compiled matcher in tests, and what explains a match to a user.
package struct TreeEvaluator: ~Copyable {
    package var extractor: FieldExtractor
    private var expressions: [ImmortalBytes: RegularExpression] = [:]

    package init(hostname: String) {
        extractor = FieldExtractor(hostname: hostname)
    }

    /// Whether the condition holds on an applied event. Call `begin` once per event first.
    package mutating func evaluate(
        _ expression: CheckedExpression, _ event: borrowing SyscallEvent,
        _ binding: EventBinding, _ state: borrowing StateTable
    ) -> Bool {
        switch expression {
        case .and(let parts):
            for part in parts where !evaluate(part, event, binding, state) { return false }
            return true
        case .or(let parts):
            for part in parts where evaluate(part, event, binding, state) { return true }
            return false
        case .not(let inner): return !evaluate(inner, event, binding, state)
        case .check(let check): return evaluate(check, event, binding, state)
        }
    }

    /// Notes the time of a new event.
    package mutating func begin(_ event: borrowing SyscallEvent) { extractor.begin(event) }

    /// Whether one comparison holds.
    package mutating func evaluate(
        _ check: CheckedCheck, _ event: borrowing SyscallEvent, _ binding: EventBinding,
        _ state: borrowing StateTable
    ) -> Bool {
        if let address = check.addressOfHostName {
            return evaluateHostNames(check, address, event, binding, state)
        }
        guard case .field(let field) = check.left, FieldExtractor.isMultiple(field) else {
            let value = extractor.value(of: check.left, event, binding, state)
            return evaluate(check, on: value, event, binding, state)
        }
        if !field.isAncestor { return evaluateEnds(check, field, event, binding, state) }
        var ordinal = 0
        while let value = extractor.value(of: field, at: ordinal, event, binding, state) {
            if evaluate(check, on: value, event, binding, state) { return true }
            ordinal += 1
        }
        return false
    }

    /// Tells it what the host names of the rules stand for.
    package mutating func use(_ hosts: HostAddresses) { extractor.hosts = hosts }

    /// A host name is compared by the addresses that it stands for. Names without an answer so far
    /// make nothing true, `!=` included.
    private mutating func evaluateHostNames(
        _ check: CheckedCheck, _ field: ResolvedField, _ event: borrowing SyscallEvent,
        _ binding: EventBinding, _ state: borrowing StateTable
    ) -> Bool {
        let value = extractor.value(of: field, event, binding, state)
        guard value.kind == .address, case .texts(let names) = check.values else { return false }
        let isNegative = check.comparison == .notEqual
        return names.contains { name in
            extractor.hosts.includes(name, value.address).map { $0 != isNegative } ?? false
        }
    }

    /// Both ends of a socket: one of them satisfies the comparison; for `!=` none is equal and at
    /// least one is known.
    private mutating func evaluateEnds(
        _ check: CheckedCheck, _ field: ResolvedField, _ event: borrowing SyscallEvent,
        _ binding: EventBinding, _ state: borrowing StateTable
    ) -> Bool {
        if check.comparison == .exists { return true }
        if field.id == .fdNet && check.comparison == .intersects { return false }
        var known = 0
        var held = 0
        for ordinal in 0..<2 {
            let end = extractor.value(of: field, at: ordinal, event, binding, state)
            guard let end, !end.isMissing else { continue }
            known += 1
            if evaluate(check, on: end, event, binding, state) { held += 1 }
        }
        return check.comparison == .notEqual ? known > 0 && held == known : held > 0
    }

    private mutating func evaluate(
        _ check: CheckedCheck, on value: FieldValue, _ event: borrowing SyscallEvent,
        _ binding: EventBinding, _ state: borrowing StateTable
    ) -> Bool {
        if value.isMissing { return false }
        if check.comparison == .exists { return true }
        if case .operand(let right) = check.values {
            let other = extractor.value(of: right, event, binding, state)
            return !other.isMissing && holds(check, value, other)
        }
        guard let modifier = check.modifier else { return holds(check, value, among: check.values) }
        let count = check.values.count
        let held = (0..<count).filter { holds(check, value, among: check.values.only($0)) }.count
        switch modifier {
        case .anyOf: return held > 0
        case .allOf: return count > 0 && held == count
        case .oneOf: return held == 1
        }
    }

    /// A comparison with another field's value.
    private mutating func holds(
        _ check: CheckedCheck, _ value: FieldValue, _ other: FieldValue
    ) -> Bool {
        switch check.valueClass {
        case .text, .bytes:
            return holdsText(check.comparison, value.bytes, other.bytes)
        case .address, .network:
            let isEqual = value.address == other.address
            return check.comparison == .notEqual ? !isEqual : isEqual
        case .list: return holdsList(check.comparison, value, Self.elements(of: other))
        default: return holdsNumber(check, value, other.bits)
        }
    }

    private mutating func holds(
        _ check: CheckedCheck, _ value: FieldValue, among values: CheckedValues
    ) -> Bool {
        let isNegative = check.comparison == .notEqual
        switch values {
        case .none, .operand: return false
        case .numbers(let numbers):
            return numbers.contains { holdsNumber(check, value, $0) }
        case .addresses(let addresses):
            return addresses.contains(value.address) != isNegative
        case .networks(let networks):
            return networks.contains { $0.contains(value.address) } != isNegative
        case .texts(let texts):
            if value.kind == .list { return holdsList(check.comparison, value, texts.map(\.bytes)) }
            for text in texts
            where holdsText(check.comparison, value.bytes, text.bytes, pattern: text) {
                return true
            }
            return false
        }
    }

    private func holdsNumber(_ check: CheckedCheck, _ value: FieldValue, _ other: UInt64) -> Bool {
        if case .signed = check.valueClass {
            return Self.holds(
                check.comparison, Int64(bitPattern: value.bits), Int64(bitPattern: other))
        }
        if check.valueClass == .double {
            return Self.holds(
                check.comparison, Double(bitPattern: value.bits), Double(bitPattern: other))
        }
        return Self.holds(check.comparison, value.bits, other)
    }

    private static func holds<Number: Comparable>(
        _ comparison: Comparison, _ left: Number, _ right: Number
    ) -> Bool {
        switch comparison {
        case .equal, .isIn, .intersects: left == right
        case .notEqual: left != right
        case .less: left < right
        case .lessOrEqual: left <= right
        case .greater: left > right
        case .greaterOrEqual: left >= right
        default: false
        }
    }

    /// `in`: every element is among the others; `intersects`: some element is.
    private func holdsList(
        _ comparison: Comparison, _ value: FieldValue, _ others: [BorrowedBytes]
    ) -> Bool {
        let elements = Self.elements(of: value)
        let isThere = { (element: BorrowedBytes) in others.contains { $0.equals(element) } }
        return comparison == .isIn
            ? elements.allSatisfy(isThere) : elements.contains(where: isThere)
    }

    private static func elements(of value: FieldValue) -> [BorrowedBytes] {
        var elements: [BorrowedBytes] = []
        var start = 0
        while let end = value.bytes.firstIndex(of: 0, from: start) {
            elements.append(value.bytes.slice(start, end - start))
            start = end + 1
        }
        return elements
    }

    private mutating func holdsText(
        _ comparison: Comparison, _ value: BorrowedBytes, _ other: BorrowedBytes,
        pattern: ImmortalBytes? = nil
    ) -> Bool {
        switch comparison {
        case .equal, .isIn, .intersects: return value.equals(other)
        case .notEqual: return !value.equals(other)
        case .less: return value.compare(other) < 0
        case .lessOrEqual: return value.compare(other) <= 0
        case .greater: return value.compare(other) > 0
        case .greaterOrEqual: return value.compare(other) >= 0
        case .contains, .bcontains: return value.contains(other)
        case .startsWith, .bstartsWith: return value.hasPrefix(other)
        case .endsWith: return value.hasSuffix(other)
        case .icontains:
            let needle = ImmortalBytes(other.array.map(\.lowercasedASCII))
            return TextComparison.containsIgnoringCase(value, needle.bytes, &extractor.scratch)
        case .glob: return GlobPattern(other.array).matches(value)
        case .iglob: return GlobPattern(other.array, ignoresCase: true).matches(value)
        case .pmatch: return PathPrefixPattern(other.array).matches(value)
        case .regex:
            guard let expression = expression(pattern) else { return false }
            return TextComparison.matches(expression, value, &extractor.scratch)
        case .exists: return true
        }
    }

    private mutating func expression(_ pattern: ImmortalBytes?) -> RegularExpression? {
        guard let pattern else { return nil }
        if let there = expressions[pattern] { return there }
        let made = try? RegularExpression(pattern.bytes.array)
        expressions[pattern] = made
        return made
    }
}

extension ResolvedField {
    /// Looks at ancestors one by one when it has no argument.
    var isAncestor: Bool {
        switch id {
        case .procAname, .procAexe, .procAexepath, .procAcmdline, .procApid, .procAenv: true
        default: false
        }
    }
}

extension CheckedValues {
    /// How many literals there are.
    var count: Int {
        switch self {
        case .none, .operand: 0
        case .texts(let texts): texts.count
        case .numbers(let numbers): numbers.count
        case .addresses(let addresses): addresses.count
        case .networks(let networks): networks.count
        }
    }

    /// The literal at `index` alone.
    func only(_ index: Int) -> CheckedValues {
        switch self {
        case .none, .operand: self
        case .texts(let texts): .texts([texts[index]])
        case .numbers(let numbers): .numbers([numbers[index]])
        case .addresses(let addresses): .addresses([addresses[index]])
        case .networks(let networks): .networks([networks[index]])
        }
    }
}
