/// Reading typed values from a mapping, with the errors of the rules loader.
extension YamlNode {
    /// The text under `key`, which must be there and not be empty.
    func text(_ key: String, in context: LoadContext) throws(LoadIssue) -> String {
        guard let text = try optionalText(key, in: context) else {
            throw LoadIssue(.yamlValidate, "Item has no mapping for key '\(key)'", at: context)
        }
        return text
    }

    /// The text under `key`; nil when the key is absent.
    func optionalText(_ key: String, in context: LoadContext) throws(LoadIssue) -> String? {
        guard let value = self[key] else { return nil }
        let place = context.entering(.valueFor, key, at: value)
        if value.isNull {
            throw LoadIssue(.yamlValidate, "Mapping for key '\(key)' is empty", at: place)
        }
        guard let text = value.scalar else {
            throw LoadIssue(.yamlValidate, "Value is not a scalar value", at: place)
        }
        if text.isEmpty {
            throw LoadIssue(.yamlValidate, "Mapping for key '\(key)' is empty", at: place)
        }
        return text
    }

    /// The truth value under `key`; nil when the key is absent.
    func optionalFlag(_ key: String, in context: LoadContext) throws(LoadIssue) -> Bool? {
        guard let text = try optionalText(key, in: context) else { return nil }
        guard let flag = YamlBoolean.value(of: text) else {
            throw LoadIssue(
                .yamlValidate, "Can't read '\(text)' as true or false",
                at: context.entering(.valueFor, key, at: self[key]))
        }
        return flag
    }

    /// The unsigned number under `key`; nil when the key is absent.
    func optionalNumber(_ key: String, in context: LoadContext) throws(LoadIssue) -> UInt32? {
        guard let text = try optionalText(key, in: context) else { return nil }
        guard let number = Self.unsigned(text) else {
            throw LoadIssue(
                .yamlValidate, "Can't read '\(text)' as a number that is not negative",
                at: context.entering(.valueFor, key, at: self[key]))
        }
        return number
    }

    /// The scalars of the sequence under `key`; nil when the key is absent.
    func optionalTexts(_ key: String, in context: LoadContext) throws(LoadIssue) -> [String]? {
        guard let value = self[key] else { return nil }
        let place = context.entering(.valueFor, key, at: value)
        guard let elements = value.elements else {
            throw LoadIssue(.yamlValidate, "Value is not a sequence", at: place)
        }
        var texts: [String] = []
        texts.reserveCapacity(elements.count)
        for element in elements {
            guard element.isScalar, let text = element.scalar else {
                throw LoadIssue(
                    .yamlValidate, "Sequence value is not scalar",
                    at: place.entering(.listItem, at: element))
            }
            texts.append(text)
        }
        return texts
    }

    /// A decimal or `0x` number of 32 bits.
    static func unsigned(_ text: String) -> UInt32? {
        if text.hasPrefix("0x") { return UInt32(text.dropFirst(2), radix: 16) }
        guard text.utf8.allSatisfy(ByteClass.isDigit) else { return nil }
        return UInt32(text)
    }
}

/// The words that the reference's YAML library takes for truth values.
enum YamlBoolean {
    private static let pairs = [("yes", "no"), ("true", "false"), ("on", "off"), ("y", "n")]

    /// Reads a word in lower case, upper case or with a capital first letter.
    static func value(of text: String) -> Bool? {
        let lower = text.lowercased()
        let isUniform =
            text == lower || text == text.uppercased()
            || text == lower.prefix(1).uppercased() + lower.dropFirst()
        guard isUniform else { return nil }
        for (yes, no) in pairs {
            if lower == yes { return true }
            if lower == no { return false }
        }
        return nil
    }
}
