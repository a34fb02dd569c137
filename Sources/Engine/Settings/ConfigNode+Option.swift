extension ConfigNode {
    /// One step of an option's path.
    private enum Step: Equatable {
        case key(String)
        /// Element of a list; one beyond the last appends, as `[]` does.
        case index(Int?)
    }

    /// Takes in an option: `path=value`, where the path is dotted, `[i]` names an element of a list
    /// and `[]` a new one, a backslash quotes the next character, and a value in braces or brackets
    /// is JSON.
    package mutating func apply(option: String) throws(Failure) {
        guard let (steps, valueText) = Self.steps(of: option) else {
            throw Failure("option '\(option)' is not of the form KEY=VALUE")
        }
        let value: ConfigNode
        if valueText.hasPrefix("{") || valueText.hasPrefix("[") {
            do { value = try ConfigNode(yaml: valueText) } catch {
                throw Failure("option '\(option)': \(error.description)")
            }
        } else {
            value = .scalar(valueText)
        }
        try set(steps[...], value, option)
    }

    /// The steps before the first bare `=` and the text behind it; nil when there is none.
    private static func steps(of option: String) -> ([Step], String)? {
        var steps: [Step] = []
        var word = ""
        var rest = Substring(option)
        func endWord() { if !word.isEmpty { steps.append(.key(word)) } }
        while let character = rest.popFirst() {
            switch character {
            case "\\": if let next = rest.popFirst() { word.append(next) }
            case "=":
                endWord()
                return steps.isEmpty ? nil : (steps, String(rest))
            case ".":
                endWord()
                word = ""
            case "[":
                endWord()
                word = ""
                guard let end = rest.firstIndex(of: "]") else { return nil }
                let digits = rest[..<end]
                rest = rest[rest.index(after: end)...]
                if digits.isEmpty {
                    steps.append(.index(nil))
                } else if let index = Int(digits), index >= 0, index < 1_000 {
                    steps.append(.index(index))
                } else {
                    return nil
                }
            default: word.append(character)
            }
        }
        return nil
    }

    private mutating func set(
        _ steps: ArraySlice<Step>, _ value: ConfigNode, _ option: String
    ) throws(Failure) {
        guard let step = steps.first else {
            self = value
            return
        }
        let rest = steps.dropFirst()
        switch step {
        case .key(let key):
            var map: [String: ConfigNode] = [:]
            if case .map(let old) = self { map = old }
            var child = map[key] ?? .null
            try child.set(rest, value, option)
            map[key] = child
            self = .map(map)
        case .index(let wanted):
            var list: [ConfigNode] = []
            if case .list(let old) = self { list = old }
            let index = wanted ?? list.count
            guard index <= list.count else {
                throw Failure("option '\(option)': the list has only \(list.count) elements")
            }
            if index == list.count { list.append(.null) }
            try list[index].set(rest, value, option)
            self = .list(list)
        }
    }
}
