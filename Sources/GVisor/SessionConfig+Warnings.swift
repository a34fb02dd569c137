/// What a session file says that will hurt later without being wrong for us.
extension SessionConfig {
    /// Keys that runsc does not know, for each of which it refuses to create containers.
    static func unknownKeys(_ root: JSONNode, _ session: JSONNode) -> [String] {
        var warnings = unknown(in: root, known: ["trace_session"])
        warnings += unknown(
            in: session, known: ["name", "points", "ignore_missing", "sinks", "options"])
        for point in session.member("points")?.elements ?? [] {
            warnings += unknown(
                in: point, known: ["name", "optional_fields", "context_fields"])
        }
        for sink in session.member("sinks")?.elements ?? [] {
            warnings += unknown(
                in: sink, known: ["name", "config", "ignore_setup_error", "status"])
        }
        return warnings
    }

    private static func unknown(in object: JSONNode, known: Set<String>) -> [String] {
        (object.members ?? []).filter { !known.contains($0.key.lowercased()) }.map {
            "line \($0.place.line): runsc refuses files with the unknown key \"\($0.key)\""
        }
    }

    /// Points without what State tells tasks apart by.
    static func blindSpots(_ points: [Point]) -> [String] {
        if points.isEmpty { return ["no points: sandboxes will connect and say nothing"] }
        var warnings: [String] = []
        for field in ["time", "thread_id", "container_id"] {
            let without = points.filter { !$0.contextFields.contains(field) }
            if without.isEmpty { continue }
            // The exit of a raw point carries the fields of its enter point.
            let named = without.filter {
                !($0.name.hasPrefix("syscall/sysno/") && $0.name.hasSuffix("/exit"))
            }
            if let first = named.first {
                warnings.append(
                    "\(named.count) of \(points.count) points lack context field \(field), "
                        + "the first is \(first.name)")
            }
        }
        return warnings
    }
}
