package import Events

extension CheckedExpression {
    /// The codes of all events for which the condition can be true, by what it says on `evt.type`.
    package var events: EventCodeSet { events(negated: false) }

    private func events(negated: Bool) -> EventCodeSet {
        switch self {
        case .not(let inner): return inner.events(negated: !negated)
        case .and(let parts): return Self.combine(parts, negated, intersecting: !negated)
        case .or(let parts): return Self.combine(parts, negated, intersecting: negated)
        case .check(let check): return check.events(negated: negated)
        }
    }

    private static func combine(
        _ parts: [CheckedExpression], _ negated: Bool, intersecting: Bool
    ) -> EventCodeSet {
        var result = intersecting ? EventCodeSet.known : EventCodeSet()
        for part in parts {
            let events = part.events(negated: negated)
            if intersecting { result.formIntersection(events) } else { result.formUnion(events) }
        }
        return result
    }
}

extension CheckedCheck {
    fileprivate func events(negated: Bool) -> EventCodeSet {
        guard case .field(let field) = left else { return .known }
        if field.id == .evtNum && comparison == .equal && values == .numbers([0]) {
            return negated ? .known : EventCodeSet()
        }
        guard field.id == .evtType || field.id == .syscallType else { return .known }
        if comparison == .exists { return negated ? EventCodeSet() : .known }
        guard case .texts(let names) = values, modifier == nil else { return .known }
        switch comparison {
        case .equal, .isIn: return Self.codes(names, excluded: negated)
        case .notEqual: return Self.codes(names, excluded: !negated)
        default: return .known
        }
    }

    /// The codes of these names, or all others. The codes of calls without an own event are in
    /// both, since many calls share them.
    private static func codes(_ names: [ImmortalBytes], excluded: Bool) -> EventCodeSet {
        var codes = EventCodeSet()
        var own = EventCodeSet()
        for name in names {
            guard let meaning = EventTable.shared.meaning(of: name.string) else { continue }
            codes.formUnion(meaning.codes)
            if !meaning.isGeneric { own.formUnion(meaning.codes) }
        }
        return excluded ? EventCodeSet.known.subtracting(own) : codes
    }
}

extension EventCodeSet {
    /// Every code of the event table.
    package static let known: EventCodeSet = {
        var set = EventCodeSet()
        for value in 0..<EventTable.shared.codeCount { set.insert(EventCode(UInt16(value))) }
        return set
    }()
}
