internal import Core

/// The compiled output of one rule: which fields to record at a match, and how to lay the alert out
/// from them later.
package struct OutputPlan: Sendable {
    package let ruleName: String
    package let priority: RulePriority
    package let source: String
    package let tags: [String]
    /// What to record, each once, in the order of the record.
    package let slots: [CheckedOperand]
    /// The message of the text line.
    let message: [Part]
    /// The members of `output_fields`, sorted by key.
    let members: [Member]

    /// A piece of text.
    enum Part: Sendable {
        /// Text as meant, and as it stands inside a JSON string.
        case literal([UInt8], escaped: [UInt8])
        /// What a field or transformer gives; width 0 is as it comes.
        case value(Value, width: Int)
    }

    /// Where a text comes from.
    enum Value: Sendable {
        case slot(Int, FieldStyle)
        case eventTime(FieldStyle)
        case text([UInt8])
    }

    /// A key of `output_fields`.
    struct Member: Sendable {
        let name: String
        /// `"name":`, escaped.
        let key: [UInt8]
        let content: Content

        enum Content: Sendable {
            /// The typed value of a field.
            case value(Value)
            /// A rendered format, a string.
            case format([Part])
        }
    }

    /// Compiles the output of a rule, additions included, under the settings for times and constant
    /// fields.
    package init(of rule: Rule, settings: OutputSettings) throws(OutputFormatError) {
        var builder = OutputPlanBuilder()
        let format = try OutputFormat(parsing: rule.output)
        message = builder.parts(of: format)
        for field in format.fields { builder.addMember(field) }
        let time = settings.usesISOTime ? FieldID.evtTimeIso8601 : FieldID.evtTime
        builder.addMember(
            OutputField(
                key: FieldCatalogue.definition(time).name, resolved: ResolvedField(time)))
        for extra in rule.extraFields { try builder.addExtra(extra) }
        for (key, value) in settings.staticFields { builder.addConstant(key, value) }
        if builder.slots.count > AlertRecord.fieldLimit {
            throw OutputFormatError(
                offset: 0, message: "more than \(AlertRecord.fieldLimit) fields in one output",
                isUnknownName: false)
        }
        slots = builder.slots
        members = builder.members.values.sorted { $0.key.lexicographicallyPrecedes($1.key) }
        ruleName = rule.name
        priority = rule.priority
        source = rule.source
        tags = Set(rule.tags).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}

/// Collects fields and members while an output is compiled.
struct OutputPlanBuilder {
    private(set) var slots: [CheckedOperand] = []
    private var places: [CheckedOperand: Int] = [:]
    var members: [String: OutputPlan.Member] = [:]

    mutating func parts(of format: OutputFormat) -> [OutputPlan.Part] {
        format.pieces.map { piece in
            switch piece {
            case .literal(let bytes):
                let text = String(decoding: bytes, as: UTF8.self)
                let quoted = ByteBuffer.array { $0.append(json: text) }
                return .literal(bytes, escaped: Array(quoted.dropFirst().dropLast()))
            case .token(let token):
                return .value(value(of: token.operand, token.style), width: token.width)
            }
        }
    }

    private mutating func value(
        of operand: CheckedOperand, _ style: FieldStyle
    ) -> OutputPlan.Value {
        if style.isEventTime { return .eventTime(style) }
        if let place = places[operand] { return .slot(place, style) }
        slots.append(operand)
        places[operand] = slots.count - 1
        return .slot(slots.count - 1, style)
    }

    mutating func addMember(_ field: OutputField) {
        add(field.key, .value(value(of: .field(field.resolved), field.style)))
    }

    mutating func addExtra(_ extra: ExtraOutputField) throws(OutputFormatError) {
        switch extra.content {
        case .format(let text):
            let format = try OutputFormat(parsing: text)
            add(extra.key, .format(parts(of: format)))
        case .field(let text):
            let format = try OutputFormat(parsing: text.hasPrefix("%") ? text : "%" + text)
            guard format.pieces.count == 1, let field = format.fields.first else {
                throw OutputFormatError(
                    offset: 0, message: "'\(text)' is not a field", isUnknownName: true)
            }
            add(extra.key, .value(value(of: .field(field.resolved), field.style)))
        }
    }

    mutating func addConstant(_ key: String, _ text: String) {
        add(key, .value(.text(Array(text.utf8))))
    }

    private mutating func add(_ name: String, _ content: OutputPlan.Member.Content) {
        let key = ByteBuffer.array {
            $0.append(json: name)
            $0.append(0x3A)
        }
        members[name] = OutputPlan.Member(name: name, key: key, content: content)
    }
}
