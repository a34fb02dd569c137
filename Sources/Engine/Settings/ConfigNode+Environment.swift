internal import Glibc

extension ConfigNode {
    /// The same with `${NAME}` in every scalar replaced by the environment's value, by nothing when
    /// there is none; `$${NAME}` becomes `${NAME}`. Keys stay as they are.
    package func expandingEnvironment(
        _ value: (String) -> String? = ConfigNode.environment
    ) -> ConfigNode {
        switch self {
        case .null: .null
        case .scalar(let text): .scalar(Self.expand(text, value))
        case .list(let list): .list(list.map { $0.expandingEnvironment(value) })
        case .map(let map): .map(map.mapValues { $0.expandingEnvironment(value) })
        }
    }

    /// A variable of the process's environment.
    package static func environment(_ name: String) -> String? {
        guard let text = unsafe getenv(name) else { return nil }
        return unsafe String(cString: text)
    }

    private static func expand(_ text: String, _ value: (String) -> String?) -> String {
        var result = ""
        var rest = text[...]
        while let dollar = rest.firstIndex(of: "$") {
            result += rest[..<dollar]
            rest = rest[dollar...]
            let isQuoted = rest.hasPrefix("$${")
            guard isQuoted || rest.hasPrefix("${"), let end = rest.firstIndex(of: "}") else {
                result += "$"
                rest = rest.dropFirst()
                continue
            }
            let name = rest[..<end].dropFirst(isQuoted ? 3 : 2)
            result += isQuoted ? "${\(name)}" : value(String(name)) ?? ""
            rest = rest[rest.index(after: end)...]
        }
        return result + rest
    }
}
