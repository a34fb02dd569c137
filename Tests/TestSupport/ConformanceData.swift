import Rules
import Yams

/// The shared conformance data, read once.
package struct ConformanceData {
    /// A case of kind `condition`.
    package struct Condition: Sendable {
        package var id: String
        package var fixture: String
        package var condition: String
        /// `match`, `no_match` or `load_error`.
        package var expectation: String
        package var loadWarning: String?
    }

    /// A case of kind `state`.
    package struct Steps: @unchecked Sendable {
        package var id: String
        /// As the data has them: plain maps of texts, numbers and booleans.
        package var steps: [[String: Any]]
    }

    package var conditions: [Condition] = []
    package var states: [Steps] = []

    /// nil, with a printed line, when the data is not there.
    package static func load() throws -> ConformanceData? {
        guard let path = SharedFiles.path("spec/conformance.yaml") else { return nil }
        let text = String(decoding: SharedFiles.read(path), as: UTF8.self)
        let document = try Yams.load(yaml: text) as? [String: Any]
        var data = ConformanceData()
        for entry in document?["cases"] as? [[String: Any]] ?? [] {
            let id = entry["id"] as? String ?? "?"
            switch entry["kind"] as? String {
            case "condition":
                data.conditions.append(
                    Condition(
                        id: id, fixture: entry["fixture"] as? String ?? "",
                        condition: entry["condition"] as? String ?? "",
                        expectation: entry["expect"] as? String ?? "",
                        loadWarning: entry["load_warning"] as? String))
            case "state":
                data.states.append(
                    Steps(id: id, steps: entry["steps"] as? [[String: Any]] ?? []))
            default: break
            }
        }
        return data
    }
}
