import BenchSupport
import Foundation

/// The figures of a report as they are kept.
struct ReportStore {
    static let begin = "<!-- benchmarks: written by make bench -->"
    static let end = "<!-- benchmarks: end -->"

    let facts: MachineFacts
    let runs: [ReportRun]

    /// Machine, commands and everything that the benchmarks printed, one JSON object.
    var json: String {
        get throws {
            let machine = Dictionary(
                facts.rows.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
            let targets = ReportTarget.all(runs).map { target -> [String: Any] in
                [
                    "number": target.number, "name": target.name, "target": target.target,
                    "measured": target.measured,
                    "reached": target.isReached.map { $0 as Any } ?? NSNull(),
                ]
            }
            let entries = runs.map { run -> [String: Any] in
                var entry: [String: Any] = ["title": run.title, "command": run.command]
                if let values = run.values {
                    entry["values"] = values
                } else {
                    entry["failure"] = run.failure
                }
                return entry
            }
            let object: [String: Any] = [
                "machine": machine, "targets": targets, "runs": entries,
            ]
            let data = try JSONSerialization.data(
                withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes])
            return String(decoding: data, as: UTF8.self)
        }
    }

    /// Writes the figures into a file named by date and commit; returns its path.
    static func keep(
        _ document: String, _ facts: MachineFacts, in folder: String
    ) throws -> String {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        let commit = facts.value("commit") ?? "unknown"
        let date = String((facts.value("date") ?? "").prefix(10))
        let path = "\(folder)/\(date)-\(commit).json"
        try (document + "\n").write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    /// Puts `text` between the marks of a file; throws when it has none.
    static func replaceBlock(of path: String, by text: String) throws {
        let content = try String(contentsOfFile: path, encoding: .utf8)
        guard let start = content.range(of: begin),
            let stop = content.range(of: end, range: start.upperBound..<content.endIndex)
        else { throw BenchError("\(path) has no lines '\(begin)' and '\(end)'") }
        let changed =
            content[..<start.upperBound] + "\n\n" + text + "\n\n" + content[stop.lowerBound...]
        try String(changed).write(toFile: path, atomically: true, encoding: .utf8)
    }
}
