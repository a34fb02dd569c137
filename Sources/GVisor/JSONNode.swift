/// A JSON value with the place where it begins, so that errors can point at it.
package struct JSONNode: Sendable {
    /// What a value can be; numbers keep their spelling.
    package indirect enum Value: Sendable {
        case object([Member])
        case array([JSONNode])
        case string(String)
        case number(String)
        case boolean(Bool)
        case null
    }

    /// One `key: value` of an object, in the order of the text.
    package struct Member: Sendable {
        package let key: String
        /// Where the key stands.
        package let place: TextPlace
        package let node: JSONNode
    }

    package let value: Value
    package let place: TextPlace

    /// The member of that name as gVisor's reader finds it: letter case does not count, and of
    /// several the last one wins. Nil when there is none or this is no object.
    package func member(_ name: String) -> JSONNode? {
        guard case .object(let members) = value else { return nil }
        return members.last { $0.key.lowercased() == name }?.node
    }

    /// The text, if this is a string.
    package var text: String? {
        if case .string(let text) = value { return text }
        return nil
    }

    /// The elements, if this is an array.
    package var elements: [JSONNode]? {
        if case .array(let elements) = value { return elements }
        return nil
    }

    /// The members, if this is an object.
    package var members: [Member]? {
        if case .object(let members) = value { return members }
        return nil
    }

    /// The number, if this is one without a fraction.
    package var integer: Int? {
        if case .number(let text) = value { return Int(text) }
        return nil
    }

    /// What it is, in the words of an error message.
    package var kindName: String {
        switch value {
        case .object: "an object"
        case .array: "an array"
        case .string(let text): "the string \"\(text.prefix(40))\""
        case .number(let text): "the number \(text)"
        case .boolean(let value): value ? "true" : "false"
        case .null: "null"
        }
    }
}

/// A place in a text file: 1-based line, and 1-based column counted in bytes.
package struct TextPlace: Equatable, Sendable {
    package let line: Int
    package let column: Int

    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}
