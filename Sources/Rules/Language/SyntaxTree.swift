/// A position in a condition's text: 0-based bytes from its start.
package struct TextOffset: Equatable, Hashable, Sendable {
    package var value: Int
    package init(_ value: Int) { self.value = value }
}

/// A condition as parsed. After `MacroResolver` no `.macro` is left.
package indirect enum Expression: Equatable, Sendable {
    case and([Expression])
    case or([Expression])
    case not(Expression)
    case check(Check)
    case macro(String, at: TextOffset)
}

/// One comparison: `left operator right`, or `left exists`.
package struct Check: Equatable, Sendable {
    package var left: Operand
    package var comparison: Comparison
    package var modifier: Modifier?
    package var right: RightHandSide
    package var offset: TextOffset

    package init(
        left: Operand, comparison: Comparison, modifier: Modifier? = nil, right: RightHandSide,
        offset: TextOffset
    ) {
        self.left = left
        self.comparison = comparison
        self.modifier = modifier
        self.right = right
        self.offset = offset
    }
}

/// A field, or a transformer over operands.
package indirect enum Operand: Equatable, Sendable {
    /// `name` is the dotted text, `argument` what stood in brackets (quotes removed).
    case field(name: String, argument: String?, at: TextOffset)
    /// `index` is what stood in brackets behind the closing parenthesis.
    case transformer(name: String, arguments: [TransformerArgument], index: String?, at: TextOffset)
}

/// An argument of a transformer.
package indirect enum TransformerArgument: Equatable, Sendable {
    case operand(Operand)
    case text(String)
    case number(String)
    case list([TransformerArgument])
}

package enum Comparison: String, Equatable, Hashable, Sendable, CaseIterable {
    case equal = "="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case contains
    case icontains
    case bcontains
    case startsWith = "startswith"
    case bstartsWith = "bstartswith"
    case endsWith = "endswith"
    case glob
    case iglob
    case regex
    case isIn = "in"
    case intersects
    case pmatch
    case exists
}

/// `anyof`, `allof`, `oneof` after a string operator (rules engine 0.62 and later).
package enum Modifier: String, Equatable, Hashable, Sendable {
    case anyOf = "anyof"
    case allOf = "allof"
    case oneOf = "oneof"
}

/// What stands to the right of an operator.
package enum RightHandSide: Equatable, Sendable {
    /// `exists` has none.
    case none
    /// One literal: escapes resolved.
    case value(Literal)
    /// A parenthesised list, or the one-element list of a bare identifier.
    case list([Literal])
    /// `val(field)` or a transformer.
    case operand(Operand)
}

/// A literal with what its spelling tells.
package struct Literal: Equatable, Hashable, Sendable {
    /// Bytes as meant; `\xHH` may make it not UTF-8.
    @usableFromInline package var bytes: [UInt8]
    package var isQuoted: Bool

    package init(bytes: [UInt8], isQuoted: Bool) {
        self.bytes = bytes
        self.isQuoted = isQuoted
    }

    package init(_ text: String, isQuoted: Bool = false) {
        self.init(bytes: Array(text.utf8), isQuoted: isQuoted)
    }

    @usableFromInline package var text: String { String(decoding: bytes, as: UTF8.self) }
}
