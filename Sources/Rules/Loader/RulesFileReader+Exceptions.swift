/// An exception as one item gives it; what is missing may come from an earlier item.
struct ExceptionDraft {
    /// One value or several: the scalar and the list form.
    enum Shape: Equatable {
        case scalar(String)
        case list([String])
    }

    var name: String
    var fields: Shape?
    var comparisons: Shape?
    var values: [ExceptionValue]
    var context: LoadContext
}

extension [ExceptionDraft] {
    /// `map` with a typed error.
    func mapExceptions(
        _ body: (ExceptionDraft) throws(LoadIssue) -> RuleException
    ) throws(LoadIssue) -> [RuleException] {
        var all: [RuleException] = []
        for draft in self { all.append(try body(draft)) }
        return all
    }
}

/// The key `exceptions` of rules.
extension RulesFileReader {
    /// Levels of sequences in a value; the language knows two.
    private static let valueNestingLimit = 8

    /// Reads the exceptions of an item; none when the key is absent or null.
    mutating func readExceptions(
        _ item: YamlNode, isAppending: Bool, in outer: LoadContext
    ) throws(LoadIssue) -> [ExceptionDraft] {
        guard let node = item["exceptions"], !node.isNull else { return [] }
        let context = outer.entering(.exceptions, at: node)
        guard let elements = node.elements else {
            throw LoadIssue(.yamlValidate, "Rule exceptions must be a sequence", at: context)
        }
        var drafts: [ExceptionDraft] = []
        var names: Set<String> = []
        for element in elements {
            let place = context.entering(.exception, at: element)
            guard element.isMapping else {
                throw LoadIssue(.yamlValidate, "Rule exception must be a mapping", at: place)
            }
            let name = try element.text("name", in: place)
            let inner = outer.entering(.exception, name, at: element)
            if !names.insert(name).inserted {
                warn(
                    .exceptionNameNotUnique,
                    "Multiple definitions of exception '\(name)' in the same rule", at: inner)
            }
            drafts.append(
                try readException(element, name, isAppending: isAppending, in: inner))
        }
        return drafts
    }

    private mutating func readException(
        _ node: YamlNode, _ name: String, isAppending: Bool, in context: LoadContext
    ) throws(LoadIssue) -> ExceptionDraft {
        let fields = try readShape(node, "fields", in: context)
        if fields == nil && !isAppending {
            throw LoadIssue(.yamlValidate, "Item has no mapping for key 'fields'", at: context)
        }
        let comparisons = try readShape(node, "comps", in: context)
        var values: [ExceptionValue] = []
        if let valuesNode = node["values"] {
            let place = context.entering(.exceptionValues, at: valuesNode)
            guard let elements = valuesNode.elements else {
                throw LoadIssue(
                    .yamlValidate, "Rule exception values must be a sequence", at: place)
            }
            for element in elements {
                let inner = place.entering(.exceptionValue, at: element)
                values.append(try readValue(element, depth: 0, in: inner))
            }
        } else if isAppending {
            warn(
                .appendNoValues, "Overriding/appending exception '\(name)' with no values",
                at: context)
        }
        return ExceptionDraft(
            name: name, fields: fields, comparisons: comparisons, values: values,
            context: context)
    }

    private mutating func readValue(
        _ node: YamlNode, depth: Int, in context: LoadContext
    ) throws(LoadIssue) -> ExceptionValue {
        guard budget.takeStep(), depth < Self.valueNestingLimit else {
            throw LoadIssue(.yamlValidate, "Exception values are too many or too deep", at: context)
        }
        if let elements = node.elements {
            var values: [ExceptionValue] = []
            for element in elements {
                values.append(try readValue(element, depth: depth + 1, in: context))
            }
            return .sequence(values)
        }
        guard node.isScalar, let text = node.scalar, !text.isEmpty else {
            throw LoadIssue(
                .yamlValidate, "Exception value must be a text or a sequence, not empty",
                at: context)
        }
        return .text(text)
    }

    /// A scalar or a sequence of scalars.
    private func readShape(
        _ node: YamlNode, _ key: String, in context: LoadContext
    ) throws(LoadIssue) -> ExceptionDraft.Shape? {
        guard let value = node[key] else { return nil }
        if value.elements != nil {
            return .list(try node.optionalTexts(key, in: context) ?? [])
        }
        return try node.optionalText(key, in: context).map { .scalar($0) }
    }

    /// The rule's exceptions after the drafts are added to them.
    func appending(
        _ drafts: [ExceptionDraft], to rule: String
    ) throws(LoadIssue) -> [RuleException] {
        var exceptions = collection.rules[rule]?.exceptions ?? []
        for draft in drafts {
            guard let known = exceptions.firstIndex(where: { $0.name == draft.name }) else {
                guard draft.fields != nil else {
                    throw LoadIssue(
                        .validate,
                        "Rule exception must have fields property with a list of fields",
                        at: draft.context)
                }
                guard !draft.values.isEmpty else {
                    throw LoadIssue(
                        .validate,
                        "Rule exception must have values property with a list of values",
                        at: draft.context)
                }
                exceptions.append(try completed(draft))
                continue
            }
            if draft.fields != nil || draft.comparisons != nil {
                throw LoadIssue(
                    .validate,
                    "Can not append exception fields or comps to existing exception, only values",
                    at: draft.context)
            }
            exceptions[known].rows += draft.values
        }
        return exceptions
    }
}
