import Foundation
import GVisor
import TestSupport

/// Runs of the built program, and places that its tests need.
enum Program {
    /// `gvfast` as built beside the tests.
    static let path: String = {
        let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        let folder = URL(fileURLWithPath: tests ?? "").deletingLastPathComponent()
        return folder.appendingPathComponent("gvfast").path
    }()

    static var root: String { SharedFiles.packageRoot }

    struct Result {
        let status: Int32
        let output: String
        let errors: String

        var outputLines: [Substring] { output.split(separator: "\n") }
        var errorLines: [Substring] { errors.split(separator: "\n") }
    }

    /// Runs gvfast to its end.
    static func run(_ arguments: [String], seconds: Int = 300) throws -> Result {
        let outcome = try ChildProcess.run([path] + arguments, timeoutMillis: seconds * 1000)
        let status: Int32
        switch outcome.ending {
        case .exited(let code): status = code
        case .signalled(let signal): status = 1000 + signal
        case .timedOut: status = -1
        }
        return Result(
            status: status, output: String(decoding: outcome.output, as: UTF8.self),
            errors: String(decoding: outcome.errorOutput, as: UTF8.self))
    }
}

/// A folder that goes with its owner.
struct TemporaryFolder: ~Copyable {
    let url: URL
    var path: String { url.path }

    init() throws {
        // Short, since it must hold socket paths.
        url = URL(fileURLWithPath: "/tmp/gvf-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// Writes a file and gives its path.
    func write(_ name: String, _ text: String) throws -> String {
        let file = url.appendingPathComponent(name)
        try text.write(to: file, atomically: true, encoding: .utf8)
        return file.path
    }

    /// Writes a program. A child does it: one that another test starts meanwhile would inherit the
    /// open file, and a program that is open for writing cannot be run (ETXTBSY).
    func writeProgram(_ name: String, _ text: String) throws {
        let write = "printf %s \"$1\" > \"$2\" && chmod 755 \"$2\""
        let path = url.appendingPathComponent(name).path
        let outcome = try ChildProcess.run(
            ["sh", "-c", write, "sh", text, path], timeoutMillis: 60_000)
        if !outcome.isSuccess { throw Daemon.Failure(description: outcome.errorLine) }
    }
}
