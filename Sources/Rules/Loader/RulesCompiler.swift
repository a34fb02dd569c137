/// Compiles a collection: lists, then macros, then each rule, in the order of definition.
///
/// The reference stops at the first failure. This goes on, so that one run tells all, and leaves
/// out what is only the consequence of something reported already.
struct RulesCompiler {
    let settings: LoaderSettings
    let checking: any RuleChecking
    let collection: RulesCollection
    private(set) var issues: [LoadIssue] = []
    private(set) var ruleSet = RuleSet()

    private var replacement = ListReplacement()
    private var budget = CompilationBudget()
    private var compiledItems: [[String]] = []
    private var usedLists: Set<Int> = []
    /// Parsed conditions of macros by position; nil where the text is no condition.
    private var parsedMacros: [ParsedCondition?] = []
    private var resolver = MacroResolver()
    private var macroStates: [MacroState] = []
    private var usedMacros: Set<String> = []

    /// A condition's text with its lists in place, and its tree.
    struct ParsedCondition {
        var text: String
        var tree: Expression
        var usedLists: [Int]
    }

    /// A condition before and after its macros are put in.
    struct PreparedCondition {
        var parsed: ParsedCondition
        var resolved: MacroResolver.Resolved
    }

    private enum MacroState {
        case untouched, inProgress, resolved, broken
    }

    init(settings: LoaderSettings, checking: any RuleChecking, collection: RulesCollection) {
        self.settings = settings
        self.checking = checking
        self.collection = collection
    }

    mutating func compile() {
        compileLists()
        compileMacros()
        for rule in collection.rules.all where rule.isSourceKnown {
            do throws(LoadIssue) {
                try compile(rule)
            } catch {
                issues.append(error)
            }
        }
        summarize()
        if !issues.contains(where: \.code.isError) { warnAboutUnused() }
    }

    mutating func report(_ issue: LoadIssue) { issues.append(issue) }

    // MARK: lists

    /// Puts the items of earlier lists in the place of their names, one level deep.
    private mutating func compileLists() {
        for list in collection.lists.all {
            var items: [String] = []
            for item in list.items {
                guard let inner = collection.lists[item], inner.index < list.visibility else {
                    items.append(item)
                    continue
                }
                if let position = collection.lists.position(of: item) {
                    usedLists.insert(position)
                }
                guard budget.takeItems(inner.items.count) else {
                    report(
                        LoadIssue(
                            .validate, "Lists are too long once their lists are put in",
                            at: list.context))
                    break
                }
                items += inner.items
            }
            compiledItems.append(items)
            replacement.add(name: list.name, items: items)
        }
    }

    /// The lists whose items take the place of their names in a list.
    private func innerLists(of list: ListEntry) -> [ListEntry] {
        list.items.compactMap { collection.lists[$0] }.filter { $0.index < list.visibility }
    }

    // MARK: macros

    private mutating func compileMacros() {
        for macro in collection.macros.all {
            do throws(LoadIssue) {
                parsedMacros.append(try parse(macro.condition, at: macro.conditionContext))
                macroStates.append(.untouched)
            } catch {
                issues.append(error)
                parsedMacros.append(nil)
                macroStates.append(.broken)
            }
        }
        for position in macroStates.indices { resolveMacro(position, depth: 0) }
    }

    /// Resolves a macro after those that it uses.
    private mutating func resolveMacro(_ position: Int, depth: Int) {
        guard macroStates[position] == .untouched, let parsed = parsedMacros[position] else {
            return
        }
        let macro = collection.macros.all[position]
        macroStates[position] = .inProgress
        do throws(LoadIssue) {
            guard depth <= MacroResolver.depthLimit else {
                throw LoadIssue(.validate, "Macros use each other too deep", at: macro.context)
            }
            for name in parsed.tree.macroNames {
                try resolveInner(name, of: macro, depth: depth)
            }
            resolver.define(macro.name, as: try resolve(parsed.tree, at: macro.conditionContext))
            macroStates[position] = .resolved
        } catch {
            macroStates[position] = .broken
            if !error.message.isEmpty { issues.append(error) }
        }
    }

    /// Resolves a macro that another uses, and checks that the other may see it.
    private mutating func resolveInner(
        _ name: String, of macro: MacroEntry, depth: Int
    ) throws(LoadIssue) {
        guard let position = collection.macros.position(of: name),
            collection.macros.all[position].index < macro.visibility
        else {
            if collection.broken.macros.contains(name) { throw Self.consequence }
            throw LoadIssue(
                .validate, "Undefined macro '\(name)' used in condition",
                at: macro.conditionContext)
        }
        if macroStates[position] == .inProgress {
            throw LoadIssue(
                .validate, "Macro '\(name)' uses itself through '\(macro.name)'",
                at: macro.conditionContext)
        }
        resolveMacro(position, depth: depth + 1)
        guard macroStates[position] == .resolved else { throw Self.consequence }
        usedMacros.insert(name)
    }

    /// Stands for an error that needs no report, being the consequence of another.
    private static let consequence = LoadIssue(.validate, "", at: LoadContext(file: ""))

    // MARK: conditions

    /// Replaces lists and parses.
    private mutating func parse(
        _ condition: String, at context: LoadContext
    ) throws(LoadIssue) -> ParsedCondition {
        guard let (text, used) = replacement.apply(to: condition),
            budget.takeText(text.utf8.count)
        else {
            throw LoadIssue(
                .compileCondition, "The condition is too long once its lists are put in",
                at: context)
        }
        usedLists.formUnion(used)
        do throws(ConditionSyntaxError) {
            let tree = try ConditionParser.parse(text)
            return ParsedCondition(text: text, tree: tree, usedLists: used)
        } catch {
            throw LoadIssue(
                .compileCondition, error.message,
                at: context.entering(condition: text, offset: error.offset))
        }
    }

    private func resolve(
        _ tree: Expression, at context: LoadContext
    ) throws(LoadIssue) -> MacroResolver.Resolved {
        do throws(MacroError) {
            return try resolver.resolve(tree)
        } catch {
            throw LoadIssue(.validate, error.message, at: context)
        }
    }

    /// The condition of a rule, ready to compile; throws `consequence` when a macro is broken.
    mutating func prepare(_ rule: RuleEntry) throws(LoadIssue) -> PreparedCondition {
        let text = try ExceptionText.apply(
            rule.exceptions, to: rule.condition, at: rule.context)
        let parsed = try parse(text, at: rule.conditionContext)
        for name in parsed.tree.macroNames where !resolver.isDefined(name) {
            let isKnown = collection.macros.position(of: name) != nil
            if isKnown || collection.broken.macros.contains(name) { throw Self.consequence }
        }
        let resolved = try resolve(parsed.tree, at: rule.conditionContext)
        guard budget.takeNodes(resolved.nodeCount) else {
            throw LoadIssue(
                .compileCondition, "The rules are too large once their macros are put in",
                at: rule.conditionContext)
        }
        usedMacros.formUnion(parsed.tree.macroNames)
        return PreparedCondition(parsed: parsed, resolved: resolved)
    }

    /// Whether an error is only the consequence of another.
    static func isConsequence(_ issue: LoadIssue) -> Bool { issue.message.isEmpty }

    mutating func add(_ rule: Rule) {
        var rule = rule
        rule.index = ruleSet.rules.count
        ruleSet.rules.append(rule)
    }

    /// Names of the lists that a rule with these macros uses, sorted.
    func listNames(_ parsed: ParsedCondition, macros: Set<String>) -> [String] {
        var positions = Set(parsed.usedLists)
        for name in macros {
            guard let position = collection.macros.position(of: name) else { continue }
            positions.formUnion(parsedMacros[position]?.usedLists ?? [])
        }
        return positions.map { collection.lists.all[$0].name }.sorted()
    }

    // MARK: the end

    private mutating func summarize() {
        ruleSet.requiredEngineVersion = collection.requiredEngineVersion
        ruleSet.requiredPluginVersions = collection.requiredPluginVersions
        for (position, macro) in collection.macros.all.enumerated() {
            guard let parsed = parsedMacros[position] else { continue }
            let lists = parsed.usedLists.map { collection.lists.all[$0].name }
            ruleSet.macros.append(
                MacroSummary(
                    name: macro.name, conditionText: macro.condition, condition: parsed.tree,
                    resolved: resolver.resolved(macro.name), listNames: lists.sorted(),
                    isUsed: usedMacros.contains(macro.name)))
        }
        for (position, list) in collection.lists.all.enumerated() {
            let inner = innerLists(of: list)
            ruleSet.lists.append(
                ListSummary(
                    name: list.name, items: list.items, compiledItems: compiledItems[position],
                    listNames: Set(inner.map(\.name)).sorted(),
                    isUsed: usedLists.contains(position)))
        }
    }

    private mutating func warnAboutUnused() {
        for macro in collection.macros.all where !usedMacros.contains(macro.name) {
            report(
                LoadIssue(
                    .unusedMacro, "Macro not referred to by any other rule/macro",
                    at: macro.context))
        }
        for (position, list) in collection.lists.all.enumerated()
        where !usedLists.contains(position) {
            report(
                LoadIssue(
                    .unusedList, "List not referred to by any other rule/macro/list",
                    at: list.context))
        }
    }
}

extension Expression {
    /// Names of macros in the tree, in order of appearance, each once.
    package var macroNames: [String] {
        var names: [String] = []
        var seen: Set<String> = []
        visitMacros { if seen.insert($0).inserted { names.append($0) } }
        return names
    }

    private func visitMacros(_ visit: (String) -> Void) {
        switch self {
        case .and(let parts), .or(let parts): for part in parts { part.visitMacros(visit) }
        case .not(let inner): inner.visitMacros(visit)
        case .macro(let name, _): visit(name)
        case .check: break
        }
    }
}
