package import Core

/// An alert that the engine itself raises, such as one about lost events.
package struct InternalMessage: Sendable, Equatable {
    package var rule: String
    package var priority: RulePriority
    @usableFromInline package var text: String
    package var fields: [String: Value]
    package var timeNanos: UInt64

    /// A value of `output_fields`.
    package enum Value: Sendable, Equatable {
        case text(String)
        case unsigned(UInt64)
        case double(Double)
    }

    package init(
        rule: String, priority: RulePriority, text: String, fields: [String: Value] = [:],
        timeNanos: UInt64
    ) {
        self.rule = rule
        self.priority = priority
        self.text = text
        self.fields = fields
        self.timeNanos = timeNanos
    }
}

extension AlertRenderer {
    /// Appends the line of an internal message, without a newline.
    ///
    /// Text: `TIME: PRIORITY TEXT (key=value …)`, keys sorted, no parentheses without fields. JSON:
    /// source `internal`, no tags.
    package static func render(
        _ message: InternalMessage, settings: OutputSettings, into line: inout ByteBuffer
    ) {
        let fields = message.fields.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        let frame = AlertFrame(
            rule: message.rule, priority: message.priority, source: "internal", tags: nil,
            hostname: settings.hostname)
        if settings.isJSON {
            line.append(frame.jsonHead)
            line.append("\"output\":")
            line.append(json: message.text)
            line.append(",\"output_fields\":{")
            for (index, field) in fields.enumerated() {
                if index > 0 { line.append(0x2C) }
                line.append(json: field.key)
                line.append(0x3A)
                append(json: field.value, to: &line)
            }
            line.append("},")
            line.append(frame.jsonTail)
            TimeText.appendISO(message.timeNanos, to: &line)
            line.append("Z\"}")
            return
        }
        var text = ValueText(usesBase64Buffers: false)
        text.append(
            time: message.timeNanos, settings.usesISOTime ? .iso8601 : .clock, to: &line)
        line.append(frame.textMiddle)
        var body = ByteBuffer()
        body.append(text: message.text)
        for (index, field) in fields.enumerated() {
            if index == 0 { body.append(" (") } else { body.append(0x20) }
            body.append(text: field.key)
            body.append(0x3D)
            body.append(text: field.value.description)
        }
        if !fields.isEmpty { body.append(0x29) }
        line.append(jsonEscaped: body.bytes)
    }

    private static func append(json value: InternalMessage.Value, to line: inout ByteBuffer) {
        switch value {
        case .text(let text): line.append(json: text)
        case .unsigned(let number): line.append(decimal: number)
        case .double(let number):
            line.append(text: number.isFinite ? number.description : "null")
        }
    }
}

extension InternalMessage.Value: CustomStringConvertible {
    package var description: String {
        switch self {
        case .text(let text): text
        case .unsigned(let number): "\(number)"
        case .double(let number): "\(number)"
        }
    }
}
