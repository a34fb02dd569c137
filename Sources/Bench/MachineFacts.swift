import Foundation

/// What one must know of the machine to read a figure.
struct MachineFacts {
    let rows: [(name: String, value: String)]

    init() {
        let cpu = Self.line(of: "/proc/cpuinfo", after: "model name") ?? "unknown"
        let memory = Self.line(of: "/proc/meminfo", after: "MemTotal") ?? "unknown"
        let kernel = Self.text("/proc/sys/kernel/osrelease")
        let load = Self.text("/proc/loadavg").split(separator: " ").prefix(3)
        let version = Self.text("/proc/version")
        rows = [
            ("date", ISO8601DateFormatter().string(from: Date())),
            ("commit", Self.output(of: "git rev-parse --short HEAD 2>/dev/null")),
            ("build", Self.isDebug ? "debug (figures mean nothing)" : "release"),
            ("processor", "\(cpu), \(ProcessInfo.processInfo.activeProcessorCount) in use"),
            ("memory", memory),
            ("kernel", kernel),
            ("system", version.contains("gVisor") ? "within gVisor" : "Linux"),
            ("load at the start", load.joined(separator: " ")),
            ("net.core.wmem_default", Self.text("/proc/sys/net/core/wmem_default")),
        ].filter { !$0.value.isEmpty }
    }

    func value(_ name: String) -> String? { rows.first { $0.name == name }?.value }

    private static var isDebug: Bool {
        var isDebug = false
        assert(
            {
                isDebug = true
                return true
            }())
        return isDebug
    }

    private static func text(_ path: String) -> String {
        ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "")
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func line(of path: String, after key: String) -> String? {
        text(path).split(separator: "\n").first { $0.hasPrefix(key) }
            .flatMap { $0.split(separator: ":").dropFirst().first }
            .map { $0.trimmingCharacters(in: .whitespaces) }
    }

    private static func output(of command: String) -> String {
        ReportRun.shell(command)?.text.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
    }
}
