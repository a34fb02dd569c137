import Engine
import Events
import Rules

/// `--list`, `--list-events`, `-L`, `-l`: what there is to write rules with, and what is loaded.
struct ListCommands {
    let format: String

    /// The fields of a source, or with `namesOnly` their names.
    func fields(source: String, namesOnly: Bool) throws {
        // `--list=json` and its like name a form, anything else a source.
        let form = FieldListing.Format(rawValue: source) ?? FieldListing.Format(rawValue: format)
        let isForm = FieldListing.Format(rawValue: source) != nil
        guard isForm || source == "syscall" else {
            throw CommandFailure("event source '\(source)' is not known, there is only 'syscall'")
        }
        guard let form else { throw Self.unknownFormat(format) }
        Console.output(namesOnly ? FieldListing.names : FieldListing.render(form))
    }

    func events() throws {
        guard let form = EventListing.Format(rawValue: format) else {
            throw Self.unknownFormat(format)
        }
        Console.output(EventListing.render(form))
    }

    private static func unknownFormat(_ format: String) -> CommandFailure {
        CommandFailure("--format: found '\(format)', expected text, markdown or json")
    }

    /// The rules that are loaded, or one of them.
    static func describe(rule name: String?, _ loaded: RulesLoading.Loaded, asJSON: Bool) throws {
        let description = RulesDescription(loaded.ruleSet)
        if asJSON {
            let document = name.map { description.document(rule: $0) } ?? description.document
            guard let document else { throw unknownRule(name) }
            Console.output(LoadResult.json(loaded.results, describing: document))
            return
        }
        guard let text = description.text(rule: name) else { throw unknownRule(name) }
        Console.output(text)
    }

    private static func unknownRule(_ name: String?) -> CommandFailure {
        CommandFailure("no rule is named '\(name ?? "")'")
    }
}
