extension ConditionChecker {
    /// Says what about a text literal is probably not meant so.
    mutating func warnAbout(_ literal: Literal, _ check: Check) {
        let bytes = literal.bytes
        if check.comparison == .regex, let simpler = Self.simplerOperator(bytes) {
            warn("regular expression '\(literal.text)' could be written with '\(simpler)'")
        }
        if Self.mayBeField(bytes), (try? FieldCatalogue.resolve(text: literal.text)) != nil {
            warn(
                "'\(literal.text)' is compared as text although it is the name of a field; "
                    + "val(\(literal.text)) is the field's value")
        }
        if let open = bytes.firstIndex(of: UInt8(ascii: "(")), bytes.last == UInt8(ascii: ")"),
            Transformer(rawValue: String(decoding: bytes[..<open], as: UTF8.self)) != nil
        {
            warn("'\(literal.text)' is compared as text although it looks like a transformer")
        }
    }

    /// The operator that says the same as an expression of ordinary characters with `.*` in front
    /// of or behind them.
    private static func simplerOperator(_ pattern: [UInt8]) -> String? {
        var rest = pattern[...]
        let isOpenInFront = rest.starts(with: ".*".utf8)
        if isOpenInFront { rest = rest.dropFirst(2) }
        let isOpenBehind = rest.count >= 2 && rest.suffix(2).elementsEqual(".*".utf8)
        if isOpenBehind { rest = rest.dropLast(2) }
        let special = Set(".*+?()[]{}|^$\\".utf8)
        guard rest.allSatisfy({ !special.contains($0) }) else { return nil }
        if rest.isEmpty { return Comparison.exists.rawValue }
        switch (isOpenInFront, isOpenBehind) {
        case (false, false): return Comparison.equal.rawValue
        case (false, true): return Comparison.startsWith.rawValue
        case (true, false): return Comparison.endsWith.rawValue
        case (true, true): return Comparison.contains.rawValue
        }
    }

    /// Whether the text begins as fields do. Most literals do not, and looking a field up takes
    /// microseconds.
    private static func mayBeField(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= 5, let dot = bytes.firstIndex(of: UInt8(ascii: ".")), dot <= 9 else {
            return false
        }
        return fieldBeginnings.contains(Array(bytes[..<dot]))
    }

    private static let fieldBeginnings: Set<[UInt8]> = Set(
        FieldCatalogue.all.compactMap { definition in
            definition.name.utf8.firstIndex(of: UInt8(ascii: ".")).map {
                Array(definition.name.utf8[..<$0])
            }
        })
}
