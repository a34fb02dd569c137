internal import Events

/// All comparisons of a program with the values of one field, which are answered together.
struct AtomGroup: BitwiseCopyable {
    /// Where the value or values come from.
    enum Source: UInt8, BitwiseCopyable {
        /// One value of a field.
        case field
        /// A transformer: `operand` is its place in the program's list.
        case operand
        /// The values of all ancestors: one of them decides.
        case ancestors
        /// Both ends of a socket.
        case ends
        /// No values: the comparison is left to the tree evaluator.
        case tree
    }

    enum Kind: UInt8, BitwiseCopyable {
        case text, number, address, network, tree
    }

    /// What its answers are kept with.
    enum Tier: UInt8, BitwiseCopyable {
        case process, descriptor, event
    }

    var field: ResolvedField
    var source: Source
    var kind: Kind
    var tier: Tier
    /// Place of its tests in the program's tables of its kind; of its check for `tree`.
    var table: UInt32 = 0
    var operand: UInt32 = 0
    /// The atoms are numbered without gap, the one for "has a value" first.
    var firstAtom: UInt32 = 0
    var atomCount: UInt32 = 0
    /// Codes whose events all give the same answers, whatever their process and descriptor.
    var constantCodes = EventCodeSet()

    static var noAtom: UInt32 { .max }
}

/// One instruction of a rule: look at an atom, go on by its truth. Targets are places of earlier
/// nodes or one of the two ends.
struct ProgramNode: BitwiseCopyable {
    var atom: UInt32
    var group: UInt32
    var onTrue: UInt32
    var onFalse: UInt32

    /// The rule matches.
    static var accept: UInt32 { .max }
    /// The rule does not match. Anything below is a node.
    static var reject: UInt32 { .max - 1 }
}

/// The nodes of one rule: `first ..< end`, entered at `root`.
struct ProgramRule: BitwiseCopyable {
    var first: UInt32
    var end: UInt32
    var root: UInt32
    /// Position in the rule set.
    var rule: UInt32
}
