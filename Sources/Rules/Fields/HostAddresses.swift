package import Events

/// The addresses that host names of the rules stand for, as far as somebody has looked them up:
/// what `fd.sip.name` and its like are compared by. Immutable; made off the shards' threads and
/// handed to them whole.
package struct HostAddresses: Equatable, Sendable {
    private let byName: [ImmortalBytes: [IPAddress]]

    /// Nothing is known of any name.
    package init() { byName = [:] }

    /// - Parameter answers: by name as the rules write it; no addresses for a name without any.
    package init(_ answers: [String: [IPAddress]]) {
        var byName: [ImmortalBytes: [IPAddress]] = [:]
        for (name, addresses) in answers { byName[ImmortalBytes(name)] = addresses }
        self.byName = byName
    }

    /// Whether a name stands for an address; nil before the name has its first answer.
    func includes(_ name: ImmortalBytes, _ address: IPAddress) -> Bool? {
        byName[name]?.contains(address)
    }
}

extension CheckedCheck {
    /// The field of the address that the check compares by host names; nil for other checks.
    var addressOfHostName: ResolvedField? {
        guard case .field(let field) = left, modifier == nil, case .texts = values else {
            return nil
        }
        switch comparison {
        case .equal, .notEqual, .isIn, .intersects: return field.id.addressOfHostName
        default: return nil
        }
    }
}

extension FieldID {
    /// The address whose host name the field is; nil for other fields.
    var addressOfHostName: ResolvedField? {
        switch self {
        case .fdCipName: ResolvedField(.fdCip)
        case .fdSipName: ResolvedField(.fdSip)
        case .fdLipName: ResolvedField(.fdLip)
        case .fdRipName: ResolvedField(.fdRip)
        default: nil
        }
    }
}

extension CheckedExpression {
    /// Adds the host names that the condition compares with.
    func collectHostNames(into names: inout Set<ImmortalBytes>) {
        switch self {
        case .and(let parts), .or(let parts):
            for part in parts { part.collectHostNames(into: &names) }
        case .not(let inner): inner.collectHostNames(into: &names)
        case .check(let check):
            guard check.addressOfHostName != nil, case .texts(let texts) = check.values else {
                return
            }
            names.formUnion(texts)
        }
    }
}
