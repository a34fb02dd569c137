/// The list of fields that `--list` prints, from the one catalogue.
package enum FieldListing {
    /// Spelling as on the command line.
    package enum Format: String, CaseIterable, Sendable {
        case text, markdown, json
    }

    /// Columns of a field's name, and of a line, in the text form.
    private static let nameWidth = 30
    private static let lineWidth = 100

    /// The whole list.
    package static func render(_ format: Format) -> String {
        let classes = FieldCatalogue.classes.filter { !$0.isHidden }
        switch format {
        case .text: return classes.map(text).joined()
        case .markdown: return classes.map(markdown).joined(separator: "\n")
        case .json:
            return JSONDocument.object(["fieldclasses": .array(classes.map(document))]).line + "\n"
        }
    }

    /// Names alone, one a line (`-N`).
    package static var names: String {
        FieldCatalogue.classes.filter { !$0.isHidden }.flatMap { listed($0) }
            .map { $0.name + "\n" }.joined()
    }

    private static func listed(_ group: FieldCatalogue.FieldClass) -> [FieldDefinition] {
        group.fields.filter { !$0.flags.contains(.hidden) }
    }

    private static func text(_ group: FieldCatalogue.FieldClass) -> String {
        var text = "-------------------------------\n"
        text += "Field Class:                  \(group.name)\n"
        text += "Description:                  \(group.description)\n"
        text += "Event Sources:                syscall\n\n"
        for field in listed(group) { text += row(field) }
        return text + "\n"
    }

    private static func row(_ field: FieldDefinition) -> String {
        let words = "(Type: \(field.type.rawValue.uppercased())) \(description(field))"
            .split(separator: " ")
        let indent = String(repeating: " ", count: nameWidth)
        var lines: [String] = []
        var line = field.name.padding(to: nameWidth - 1)
        for word in words {
            if line.count + 1 + word.count > lineWidth {
                lines.append(line)
                line = String(indent.dropLast())
            }
            line += " " + word
        }
        lines.append(line)
        return lines.joined(separator: "\n") + "\n"
    }

    /// What the field is, how it is asked for and what gVisor cannot tell of it.
    private static func description(_ field: FieldDefinition) -> String {
        var text = field.description
        if let argument = argument(field) { text += "; \(argument)" }
        for (flag, word) in flagWords where field.flags.contains(flag) { text += "; \(word)" }
        return text + gVisorNote(field) + "."
    }

    private static let flagWords: [(FieldFlags, String)] = [
        (.deprecated, "deprecated"), (.printOnly, "for outputs only"),
        (.filterOnly, "for conditions only"), (.list, "several values"),
    ]

    private static func argument(_ field: FieldDefinition) -> String? {
        switch field.argument {
        case .none: nil
        case .optionalIndex: "[N] may follow"
        case .optionalKey: "[NAME] may follow"
        case .optionalIndexOrKey: "[N] or [NAME] may follow"
        case .mount: "[N] or [PATH] must follow"
        case .key: ".KEY or [KEY] must follow"
        case .dottedKey: ".KEY must follow"
        case .parameter: "[N] or .NAME of a parameter must follow"
        case .dottedParameter: ".NAME of a parameter must follow"
        case .code: ".N, a number of an event, must follow"
        case .side: ".src or .dst may follow"
        case .time: "[NANOSECONDS] must follow"
        }
    }

    private static func gVisorNote(_ field: FieldDefinition) -> String {
        let availability = field.availability
        var text = ""
        switch availability.level {
        case .full: break
        case .partly: text += "; on gVisor partly: \(availability.note)"
        case .never: text += "; not on gVisor: \(availability.note)"
        }
        if let since = availability.since { text += "; since runsc \(since)" }
        return text
    }

    private static func markdown(_ group: FieldCatalogue.FieldClass) -> String {
        var text = "## Field Class: \(group.name)\n\n\(group.description)\n\n"
        text += "Event Sources: syscall\n\n"
        text += "Name | Type | Description\n:----|:-----|:-----------\n"
        for field in listed(group) {
            let description = description(field).replacing("|", with: "\\|")
            text += "`\(field.name)` | \(field.type.rawValue.uppercased()) | \(description)\n"
        }
        return text
    }

    private static func document(_ group: FieldCatalogue.FieldClass) -> JSONDocument {
        .object([
            "name": .text(group.name), "desc": .text(group.description),
            "event_sources": .texts(["syscall"]),
            "fields": .array(listed(group).map(document)),
        ])
    }

    private static func document(_ field: FieldDefinition) -> JSONDocument {
        .object([
            "name": .text(field.name), "type": .text(field.type.rawValue.uppercased()),
            "desc": .text(field.description), "gvisor": .text(field.availability.level.rawValue),
            "gvisor_note": .text(field.availability.note),
            "gvisor_since": field.availability.since.map { .text($0) } ?? .null,
            "argument": argument(field).map { .text($0) } ?? .null,
            "deprecated": .flag(field.flags.contains(.deprecated)),
        ])
    }
}
