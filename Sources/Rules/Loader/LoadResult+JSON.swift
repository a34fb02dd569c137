/// Falco's JSON for load results.
extension LoadResult {
    /// What `-V` and `-L` print with `json_output`: one line without the newline.
    package static func json(
        _ results: [LoadResult], describing description: JSONDocument? = nil
    ) -> String {
        var members: [String: JSONDocument] = [
            "falco_load_results": .array(results.map(\.document))
        ]
        members["falco_describe_results"] = description
        return JSONDocument.object(members).line
    }

    private var document: JSONDocument {
        .object([
            "name": .text(name),
            "successful": .flag(isSuccessful),
            "schema_valid": isSchemaValid.map { .flag($0) } ?? .null,
            "schema_warnings": .texts(schemaWarnings),
            "errors": .array(errors.map(\.document)),
            "warnings": .array(warnings.map(\.document)),
        ])
    }
}

extension LoadIssue {
    fileprivate var document: JSONDocument {
        .object([
            "code": .text(code.rawValue),
            "codedesc": .text(code.meaning),
            "message": .text(message),
            "context": .object([
                "locations": .array(locations.map(\.document)),
                "snippet": .text(snippet),
            ]),
        ])
    }
}

extension LoadLocation {
    fileprivate var document: JSONDocument {
        .object([
            "item_type": .text(itemType.rawValue),
            "item_name": .text(itemName),
            "position": .object([
                "name": .text(position.name),
                "line": .number(position.line),
                "column": .number(position.column),
                "offset": .number(position.offset),
            ]),
        ])
    }
}
