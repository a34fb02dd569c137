/// Everything that the files read so far define, in text form, before compilation.
///
/// Each definition and each append takes the next number: `index` is the first definition's, and
/// `visibility` the latest one's, below which an item sees others.
struct RulesCollection {
    private(set) var lists = NamedItems<ListEntry>()
    private(set) var macros = NamedItems<MacroEntry>()
    private(set) var rules = NamedItems<RuleEntry>()
    var requiredEngineVersion: SemanticVersion?
    var requiredPluginVersions: [PluginRequirement] = []
    /// Items whose reading failed. What refers to them is not their fault.
    var broken = BrokenNames()
    private var nextNumber = 0

    private mutating func takeNumber() -> Int {
        defer { nextNumber += 1 }
        return nextNumber
    }

    /// Defines or redefines a list; the first place counts.
    mutating func define(_ list: ListEntry) {
        var list = list
        list.visibility = takeNumber()
        list.index = lists[list.name]?.index ?? list.visibility
        lists.set(list, name: list.name)
    }

    /// Defines or redefines a macro; the first place counts.
    mutating func define(_ macro: MacroEntry) {
        var macro = macro
        macro.visibility = takeNumber()
        macro.index = macros[macro.name]?.index ?? macro.visibility
        macros.set(macro, name: macro.name)
    }

    /// Defines or redefines a rule; the first place counts.
    mutating func define(_ rule: RuleEntry) {
        var rule = rule
        if let earlier = rules[rule.name] { rule.firstPosition = earlier.firstPosition }
        rules.set(rule, name: rule.name)
        _ = takeNumber()
    }

    /// Appends items to a known list.
    mutating func append(_ items: [String], toList name: String) {
        let number = takeNumber()
        lists.update(name) {
            $0.items += items
            $0.visibility = number
        }
    }

    /// Appends text to the condition of a known macro.
    mutating func append(_ text: String, toMacro name: String, at context: LoadContext) {
        let number = takeNumber()
        macros.update(name) {
            $0.condition += " " + text
            $0.conditionContext = context
            $0.visibility = number
        }
    }

    /// Changes a known rule.
    mutating func change(rule name: String, _ body: (inout RuleEntry) -> Void) {
        rules.update(name, body)
        _ = takeNumber()
    }
}

/// Values in the order of their first appearance, found by name.
struct NamedItems<Item> {
    private(set) var all: [Item] = []
    private var positions: [String: Int] = [:]

    subscript(_ name: String) -> Item? { positions[name].map { all[$0] } }

    func position(of name: String) -> Int? { positions[name] }

    /// Adds an item or puts it in the place of the one with its name.
    mutating func set(_ item: Item, name: String) {
        if let position = positions[name] {
            all[position] = item
        } else {
            positions[name] = all.count
            all.append(item)
        }
    }

    mutating func update(_ name: String, _ body: (inout Item) -> Void) {
        guard let position = positions[name] else { return }
        body(&all[position])
    }
}

/// Names of items that could not be read.
struct BrokenNames {
    var lists: Set<String> = []
    var macros: Set<String> = []
    var rules: Set<String> = []
}

struct ListEntry {
    var name: String
    var items: [String]
    var context: LoadContext
    var index = 0
    var visibility = 0

    init(name: String, items: [String], context: LoadContext) {
        self.name = name
        self.items = items
        self.context = context
    }
}

struct MacroEntry {
    var name: String
    var condition: String
    var context: LoadContext
    var conditionContext: LoadContext
    var index = 0
    var visibility = 0

    init(name: String, condition: String, context: LoadContext, conditionContext: LoadContext) {
        self.name = name
        self.condition = condition
        self.context = context
        self.conditionContext = conditionContext
    }
}

struct RuleEntry {
    var name: String
    var condition: String
    var output: String
    var description: String
    var priority: RulePriority
    var source = "syscall"
    var isSourceKnown = true
    var isEnabled = true
    var warnsAboutEventTypes = true
    var skipsUnknownFilter = false
    var isCapturing = false
    var captureDurationMillis: UInt32 = 0
    var tags: Set<String> = []
    var exceptions: [RuleException] = []
    var context: LoadContext
    var conditionContext: LoadContext
    var outputContext: LoadContext
    var firstPosition: SourcePosition

    init(
        name: String, condition: String, output: String, description: String,
        priority: RulePriority, context: LoadContext
    ) {
        self.name = name
        self.condition = condition
        self.output = output
        self.description = description
        self.priority = priority
        self.context = context
        conditionContext = context
        outputContext = context
        firstPosition = context.position
    }
}
