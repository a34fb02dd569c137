import Foundation
import GVisor
import TestSupport

/// A gvfast that runs beside the test, listening on a socket of its own.
final class Daemon {
    let folder: URL
    let socket: String
    let config: String
    private let process = Process()
    private(set) var status: Int32?

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Starts gvfast in `folder` and waits until it listens. `output` takes its standard output;
    /// nil sends it to a file. `path` is where it looks for runsc. `preparation` is a shell command
    /// that goes before.
    init(
        folder: String, _ arguments: [String] = [], output: FileHandle? = nil,
        path: String? = nil, preparation: String = ":"
    ) throws {
        self.folder = URL(fileURLWithPath: folder)
        socket = folder + "/s"
        config = folder + "/c.json"
        try SessionGenerator.text(endpoint: socket).write(
            toFile: config, atomically: true, encoding: .utf8)
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments =
            ["-c", preparation + "; exec \"$@\"", "sh", Program.path]
            + ["--gvisor-config", config, "--gvisor-root", folder + "/root"] + arguments
        process.standardInput = FileHandle.nullDevice
        if let path {
            process.environment = ProcessInfo.processInfo.environment.merging(
                ["PATH": path]) { $1 }
        }
        process.standardOutput = try output ?? Self.file(folder + "/out")
        process.standardError = try Self.file(folder + "/err")
        try process.run()
        // Told once it listens. A short run may be over before the test looks.
        let isListening = wait { errors.contains("Enabled") || !process.isRunning }
        guard isListening, errors.contains("Enabled") else {
            process.terminate()
            throw Failure(description: "gvfast does not listen: \(errors)")
        }
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    private static func file(_ path: String) throws -> FileHandle {
        _ = FileManager.default.createFile(atPath: path, contents: nil)
        return try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    }

    private func text(_ name: String) -> String {
        (try? String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)) ?? ""
    }

    var output: String { text("out") }
    var errors: String { text("err") }
    var isRunning: Bool { process.isRunning }
    var pid: Int32 { process.processIdentifier }

    /// Waits until `condition` holds; false after `seconds`, which only a failure takes: the
    /// machine may be busy.
    func wait(seconds: Double = 120, for condition: () -> Bool) -> Bool {
        let started = Date()
        while !condition() {
            if Date().timeIntervalSince(started) > seconds { return false }
            usleep(20_000)
        }
        return true
    }

    /// Sends a signal and waits for the end; the exit status, or nil when it does not end.
    func stop(_ signal: Int32 = SIGTERM) -> Int32? {
        if process.isRunning { kill(process.processIdentifier, signal) }
        guard wait(for: { !process.isRunning }) else { return nil }
        return process.terminationReason == .exit
            ? process.terminationStatus : 1000 + process.terminationStatus
    }

    /// The number behind a word of the ledger, such as `received: `.
    func ledger(_ word: String) -> Int? {
        guard let range = errors.range(of: word + ": ") else { return nil }
        return Int(errors[range.upperBound...].prefix { $0.isNumber })
    }
}

/// Real sandboxes for tests, where the machine has them.
enum Sandbox {
    /// Whether runsc is there and may be used; says why not.
    static let isAvailable: Bool = {
        guard geteuid() == 0 else {
            print("skipped: sandboxes need root here")
            return false
        }
        let outcome = try? ChildProcess.run(
            ["runsc", "--network=none", "do", "true"], timeoutMillis: 120_000)
        if outcome?.isSuccess == true { return true }
        print("skipped: runsc cannot run a sandbox: \(outcome?.errorLine ?? "not installed")")
        return false
    }()

    /// Runs a shell command in a sandbox with a session file.
    static func run(_ command: String, config: String, folder: String) throws -> Bool {
        try ChildProcess.run(
            [
                "runsc", "--root", folder + "/root", "--network=none",
                "--pod-init-config", config, "do", "sh", "-c", command,
            ], timeoutMillis: 120_000
        ).isSuccess
    }
}
