/// Items of the kinds `list` and `macro`.
extension RulesFileReader {
    private static let deprecatedAppend =
        "'append' key is deprecated. Add an 'append' entry (e.g. 'condition: append') under "
        + "'override' instead."

    mutating func readList(
        _ item: YamlNode, in file: LoadContext, _ outer: LoadContext
    ) throws(LoadIssue) {
        let name = try item.text("list", in: outer)
        let context = file.entering(.list, name, at: item)
        warnAboutUnknownKeys(
            item, known: ["list", "items", "append", "override"], in: context)
        if !name.utf8.allSatisfy(ByteClass.isBareWord) {
            warn(.invalidListName, "List has an invalid name: '\(name)'", at: context)
        }
        do throws(LoadIssue) {
            let mode = try readChangeMode(item, key: "items", in: context)
            guard let items = try item.optionalTexts("items", in: context) else {
                throw LoadIssue(.yamlValidate, "Item has no mapping for key 'items'", at: context)
            }
            guard mode == .append else {
                collection.define(ListEntry(name: name, items: items, context: context))
                return
            }
            guard collection.lists[name] != nil else {
                if collection.broken.lists.contains(name) { return }
                throw LoadIssue(
                    .validate, "List '\(name)' is appended to but not defined before",
                    at: context)
            }
            collection.append(items, toList: name)
        } catch {
            collection.broken.lists.insert(name)
            throw error
        }
    }

    mutating func readMacro(
        _ item: YamlNode, in file: LoadContext, _ outer: LoadContext
    ) throws(LoadIssue) {
        let name = try item.text("macro", in: outer)
        let context = file.entering(.macro, name, at: item)
        warnAboutUnknownKeys(
            item, known: ["macro", "condition", "append", "override"], in: context)
        if !Self.isIdentifier(name) {
            warn(.invalidMacroName, "Macro has an invalid name: '\(name)'", at: context)
        }
        do throws(LoadIssue) {
            let mode = try readChangeMode(item, key: "condition", in: context)
            let place = context.entering(.macroCondition, at: item["condition"])
            let condition = try item.text("condition", in: context)
            guard mode == .append else {
                collection.define(
                    MacroEntry(
                        name: name, condition: condition, context: context,
                        conditionContext: place))
                return
            }
            guard collection.macros[name] != nil else {
                if collection.broken.macros.contains(name) { return }
                throw LoadIssue(
                    .validate, "Macro '\(name)' is appended to but not defined before",
                    at: context)
            }
            collection.append(condition, toMacro: name, at: place)
        } catch {
            collection.broken.macros.insert(name)
            throw error
        }
    }

    /// What an item does to an earlier one of its name.
    private enum ChangeMode {
        case define, append
    }

    /// Reads `append` and `override` of an item whose only key that can change is `key`.
    private mutating func readChangeMode(
        _ item: YamlNode, key: String, in context: LoadContext
    ) throws(LoadIssue) -> ChangeMode {
        let isAppending = try readAppendFlag(item, in: context)
        let overrides = try readOverrides(
            item, appendable: [key], replaceable: [key], in: context)
        guard !overrides.isEmpty else { return isAppending ? .append : .define }
        if isAppending { throw Self.appendAndOverride(context) }
        return overrides.appended.isEmpty ? .define : .append
    }

    /// Reads `append` and says that it is deprecated when it is set.
    mutating func readAppendFlag(
        _ item: YamlNode, in context: LoadContext
    ) throws(LoadIssue) -> Bool {
        let isAppending = try item.optionalFlag("append", in: context) ?? false
        if isAppending { warn(.deprecatedItem, Self.deprecatedAppend, at: context) }
        return isAppending
    }

    static func appendAndOverride(_ context: LoadContext) -> LoadIssue {
        LoadIssue(
            .yamlValidate, "Keys 'override' and 'append: true' cannot be used together",
            at: context)
    }

    /// A letter, then letters, digits and underscores.
    private static func isIdentifier(_ name: String) -> Bool {
        guard let first = name.utf8.first, ByteClass.isLetter(first) else { return false }
        return name.utf8.allSatisfy(ByteClass.isIdentifierPart)
    }
}
