import Foundation

/// One benchmark of the report: a subcommand of this program with `--json`.
struct ReportRun {
    let title: String
    let arguments: [String]
    /// What it printed; nil when it failed, which `failure` tells.
    private(set) var values: [String: Any]?
    private(set) var failure = ""

    init(_ title: String, _ arguments: [String]) {
        self.title = title
        self.arguments = arguments
    }

    /// The command as one would type it.
    var command: String { (["gvbench"] + arguments).joined(separator: " ") }

    /// Runs it in a process of its own, so that no benchmark sees another's memory.
    mutating func run() {
        let words = [GvfastProcess.ownPath] + arguments + ["--json"]
        guard let result = Self.shell(words.map(Self.shellWord).joined(separator: " ")) else {
            failure = "cannot be started"
            return
        }
        let last = result.text.split(separator: "\n").last { $0.hasPrefix("{") } ?? ""
        values =
            (try? JSONSerialization.jsonObject(with: Data(last.utf8))) as? [String: Any]
        if values == nil { failure = "exit status \(result.status), no figures" }
    }

    /// A figure by its key.
    func number(_ key: String) -> Double? { Self.number(values?[key]) }

    static func number(_ value: Any?) -> Double? { (value as? NSNumber)?.doubleValue }

    /// Lists of figures, as `rules --counts` gives them.
    func list(_ key: String) -> [[String: Any]] { values?[key] as? [[String: Any]] ?? [] }

    func object(_ key: String) -> [String: Any] { values?[key] as? [String: Any] ?? [:] }

    private static func shellWord(_ word: String) -> String {
        "'" + word.replacingOccurrences(of: "'", with: "'\\''") + "'"
    }

    /// Runs a shell command and gives what it printed.
    static func shell(_ command: String) -> (text: String, status: Int32)? {
        guard let pipe = unsafe popen(command, "r") else { return nil }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe fread(&chunk, 1, chunk.count, pipe)
            if count == 0 { break }
            bytes += chunk[0..<count]
        }
        let status = unsafe pclose(pipe)
        return (String(decoding: bytes, as: UTF8.self), status)
    }
}
