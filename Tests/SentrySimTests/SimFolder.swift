import Foundation
import GVisor
import SentrySim
import TestSupport

/// A folder for captures and sockets that goes with its owner.
struct SimFolder: ~Copyable {
    let path: String

    init() throws {
        // Short, since it must hold socket paths.
        path = "/tmp/sim-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Generates into a folder below and gives its report.
    func generate(
        _ name: String, _ profile: Profile, _ personality: Personality = .r20221219,
        sandboxes: Int = 1, events: Int = 2_000, seed: UInt64 = 1
    ) throws -> (folder: String, report: [String: Any]) {
        var options = RunOptions()
        options.profile = profile
        options.personality = personality
        options.selection = PointSelection(everythingOf: personality)
        options.sandboxCount = sandboxes
        options.eventCount = events
        options.seed = seed
        let folder = path + "/" + name
        let json = try CaptureGenerator.generate(options, into: folder)
        return (folder, try SimFolder.object(json))
    }

    static func object(_ json: String) throws -> [String: Any] {
        try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any] ?? [:]
    }

    /// The captures of a folder, in order of name.
    static func captures(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map {
            folder + "/" + $0
        }
    }

    /// Everything in a folder, as one run of bytes.
    static func bytes(_ folder: String) throws -> [UInt8] {
        try captures(folder).flatMap { SharedFiles.read($0) }
    }
}

/// The built programs beside the tests.
enum BuiltProgram {
    static func path(_ name: String) -> String {
        let tests = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(fileURLWithPath: tests ?? "").deletingLastPathComponent()
            .appendingPathComponent(name).path
    }

    /// Runs to the end; its standard output.
    static func run(_ name: String, _ arguments: [String], seconds: Int = 120) throws -> String {
        let outcome = try ChildProcess.run(
            [path(name)] + arguments, timeoutMillis: seconds * 1_000)
        guard outcome.isSuccess else {
            throw SimError("\(name): \(outcome.ending) \(outcome.errorLine)")
        }
        return String(decoding: outcome.output, as: UTF8.self)
    }
}

/// What alerts are compared by.
struct AlertKey: Hashable, Comparable, CustomStringConvertible {
    let rule: String
    let container: String
    let pid: Int
    let process: String

    var description: String { "\(rule) by \(process) (\(pid)) in \(container)" }

    static func < (left: AlertKey, right: AlertKey) -> Bool {
        left.description < right.description
    }

    /// What the ground truth of a report expects of a rule set.
    static func expected(_ report: [String: Any], _ rules: String) -> [AlertKey: Int] {
        var counts: [AlertKey: Int] = [:]
        for case let entry as [String: Any] in report["ground_truth"] as? [Any] ?? [] {
            guard entry["rules"] as? String == rules, let rule = entry["rule"] as? String,
                let container = entry["container"] as? String, let pid = entry["pid"] as? Int,
                let process = entry["process"] as? String, let count = entry["count"] as? Int
            else { continue }
            let key = AlertKey(
                rule: rule, container: String(container.prefix(12)), pid: pid, process: process)
            counts[key, default: 0] += count
        }
        return counts
    }

    /// Asks gvfast for what `raised` needs.
    static let outputFormat = "%proc.name %proc.pid %container.id"

    /// What gvfast's JSON lines say.
    static func raised(_ lines: some Sequence<Substring>) throws -> [AlertKey: Int] {
        var counts: [AlertKey: Int] = [:]
        for line in lines where line.hasPrefix("{") {
            let alert = try SimFolder.object(String(line))
            let fields = alert["output_fields"] as? [String: Any] ?? [:]
            let key = AlertKey(
                rule: alert["rule"] as? String ?? "",
                container: fields["container.id"] as? String ?? "",
                pid: fields["proc.pid"] as? Int ?? -1,
                process: fields["proc.name"] as? String ?? "")
            counts[key, default: 0] += 1
        }
        return counts
    }

    /// What is raised too often or too seldom, one line each.
    static func differences(_ expected: [AlertKey: Int], _ raised: [AlertKey: Int]) -> [String] {
        Set(expected.keys).union(raised.keys).sorted().compactMap { key in
            let wanted = expected[key] ?? 0
            let got = raised[key] ?? 0
            return wanted == got ? nil : "\(key): expected \(wanted), raised \(got)"
        }
    }
}
