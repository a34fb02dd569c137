/// The type of a field's value, as Falco names it.
package enum FieldType: String, Hashable, Sendable, CaseIterable {
    case charbuf, bytebuf
    case int16, int32, int64, uint32, uint64, double
    case port, bool, ipaddr, ipnet, reltime, abstime
    /// `evt.rawarg`: the type is the parameter's.
    case dynamic
}

/// How a number is printed. Text, addresses and booleans have no choice and say `none`.
package enum FieldFormat: Hashable, Sendable {
    case none, dec, hex, oct
    /// Nine digits with leading zeros: the part of a time below one second.
    case paddedNanos
}

/// What may or must follow a field's name.
package enum FieldArgumentRule: Hashable, Sendable {
    case none
    /// `[N]` may follow.
    case optionalIndex
    /// `[NAME]` may follow.
    case optionalKey
    /// `[N]` or `[NAME]` may follow; what is a number is taken as one.
    case optionalIndexOrKey
    /// `[N]` or `[TEXT]` must follow.
    case mount
    /// `.KEY` or `[KEY]` must follow.
    case key
    /// `.KEY` must follow.
    case dottedKey
    /// `[N]` or the `.NAME` of a parameter that some event has.
    case parameter
    /// The `.NAME` of a parameter that some event has.
    case dottedParameter
    /// `.N`, an event code.
    case code
    /// `.src`, `.dst` or nothing.
    case side
    /// `[NANOSECONDS]` must follow.
    case time
}

/// What else is to know about a field.
package struct FieldFlags: OptionSet, Hashable, Sendable {
    @usableFromInline package let rawValue: UInt16
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    /// Kept for old rules; using it is worth a warning.
    package static let deprecated = FieldFlags(rawValue: 1)
    /// Meant for tables of interactive tools.
    package static let tableOnly = FieldFlags(rawValue: 2)
    /// Not for conditions.
    package static let printOnly = FieldFlags(rawValue: 4)
    /// Has no printed form.
    package static let filterOnly = FieldFlags(rawValue: 8)
    /// Cannot stand inside a transformer.
    package static let noTransformer = FieldFlags(rawValue: 16)
    /// Cannot stand to the right of an operator.
    package static let noRightHandSide = FieldFlags(rawValue: 32)
    /// Has several values at once.
    package static let list = FieldFlags(rawValue: 64)
    /// Appended to outputs when the configuration asks for suggested fields.
    package static let suggested = FieldFlags(rawValue: 128)
    /// Works but is not listed.
    package static let hidden = FieldFlags(rawValue: 256)
}

/// What a field's value depends on, from rarely to always changing. The matcher keeps answers about
/// all but the last with what they depend on.
package enum FieldDependency: UInt8, Hashable, Comparable, Sendable {
    case nothing, container, process, descriptor, event

    package static func < (left: FieldDependency, right: FieldDependency) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// One field of the rule language.
package struct FieldDefinition: Sendable {
    package let id: FieldID
    package let name: String
    package let type: FieldType
    package let argument: FieldArgumentRule
    @usableFromInline package let flags: FieldFlags
    package let format: FieldFormat
    package let dependency: FieldDependency
    package let availability: GVisorAvailability
    package let description: String

    init(
        _ id: FieldID, _ name: String, _ type: FieldType, argument: FieldArgumentRule = .none,
        flags: FieldFlags = [], format: FieldFormat? = nil, needs dependency: FieldDependency,
        gVisor availability: GVisorAvailability = .full(), _ description: String
    ) {
        self.id = id
        self.name = name
        self.type = type
        self.argument = argument
        self.flags = flags
        self.format = format ?? Self.usualFormat(type)
        self.dependency = dependency
        self.availability = availability
        self.description = description
    }

    private static func usualFormat(_ type: FieldType) -> FieldFormat {
        switch type {
        case .int16, .int32, .int64, .uint32, .uint64, .port, .reltime, .abstime: .dec
        case .charbuf, .bytebuf, .double, .bool, .ipaddr, .ipnet, .dynamic: .none
        }
    }
}

/// Whether a gVisor sandbox can give a field its value.
package struct GVisorAvailability: Equatable, Sendable {
    package enum Level: String, Sendable {
        /// Whenever the field has a meaning.
        case full
        /// In some cases, or always the same value; the note says which.
        case partly
        /// Missing, or the value that Falco shows for the unknown.
        case never
    }

    package let level: Level
    /// Trace points it comes from beyond the context of every message, an optional field of the
    /// point behind a colon.
    package let points: [String]
    /// First runsc release that can send it, when that is younger than release-20221219.0.
    package let since: String?
    /// What is lacking, as the end of a sentence; empty for `full`.
    package let note: String

    static func full(points: [String] = [], since: String? = nil) -> GVisorAvailability {
        GVisorAvailability(level: .full, points: points, since: since, note: "")
    }

    static func partly(_ note: String, points: [String] = []) -> GVisorAvailability {
        GVisorAvailability(level: .partly, points: points, since: nil, note: note)
    }

    static func never(_ note: String) -> GVisorAvailability {
        GVisorAvailability(level: .never, points: [], since: nil, note: note)
    }

    /// Known as soon as the container's runtime has told.
    static let metadata = GVisorAvailability.partly("needs the runtime's metadata of the container")
}
