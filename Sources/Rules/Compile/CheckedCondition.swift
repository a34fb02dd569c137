public import Events

/// A condition whose fields are resolved and whose literals are read: what both evaluators work on.
package indirect enum CheckedExpression: Hashable, Sendable {
    case and([CheckedExpression])
    case or([CheckedExpression])
    case not(CheckedExpression)
    case check(CheckedCheck)
}

/// One comparison, typed.
package struct CheckedCheck: Hashable, Sendable {
    package var left: CheckedOperand
    /// How the values of `left` compare.
    package var valueClass: ValueClass
    package var comparison: Comparison
    package var modifier: Modifier?
    package var values: CheckedValues

    package init(
        left: CheckedOperand, valueClass: ValueClass, comparison: Comparison,
        modifier: Modifier? = nil, values: CheckedValues
    ) {
        self.left = left
        self.valueClass = valueClass
        self.comparison = comparison
        self.modifier = modifier
        self.values = values
    }
}

/// A field, or a transformer over operands; literals stand only inside transformers.
package indirect enum CheckedOperand: Hashable, Sendable {
    case field(ResolvedField)
    case transformed(Transformer, [CheckedOperand])
    case literal(ImmortalBytes)

    /// What the value depends on.
    package var dependency: FieldDependency {
        switch self {
        case .field(let field): field.dependency
        case .transformed(_, let arguments): arguments.map(\.dependency).max() ?? .nothing
        case .literal: .nothing
        }
    }
}

/// What a value is compared with.
package enum CheckedValues: Hashable, Sendable {
    case none
    case texts([ImmortalBytes])
    /// Numbers, ports and booleans by bit pattern.
    case numbers([UInt64])
    case addresses([IPAddress])
    case networks([IPNetwork])
    case operand(CheckedOperand)
}

/// An address and how many of its leading bits count.
@usableFromInline package struct IPNetwork: Hashable, BitwiseCopyable, Sendable {
    @usableFromInline package var address: IPAddress
    /// Of the upper and the lower word of an address.
    @usableFromInline package var highMask: UInt64
    @usableFromInline package var lowMask: UInt64

    package init(address: IPAddress, prefixLength: Int) {
        if address.isIPv6 {
            highMask = Self.mask(prefixLength)
            lowMask = Self.mask(prefixLength - 64)
        } else {
            highMask = 0
            lowMask = Self.mask(prefixLength) &>> 32
        }
        self.address = address
        self.address.high &= highMask
        self.address.low &= lowMask
    }

    private static func mask(_ bits: Int) -> UInt64 {
        if bits <= 0 { return 0 }
        return bits >= 64 ? .max : ~(UInt64.max &>> UInt64(bits))
    }

    /// Families that differ never match.
    @inlinable package func contains(_ other: IPAddress) -> Bool {
        other.isIPv6 == address.isIPv6 && other.high & highMask == address.high
            && other.low & lowMask == address.low
    }
}

/// A function on values.
package enum Transformer: String, Hashable, Sendable {
    case tolower, toupper, basename, b64, len, join, concat, getopt
    /// Right-hand sides only: the field itself. Never in a checked condition.
    case val
}
