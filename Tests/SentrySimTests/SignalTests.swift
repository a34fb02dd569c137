import Foundation
import SentrySim
import TestSupport
import Testing

/// What a signal ends, and what it leaves behind.
@Suite(.serialized) struct SignalTests {
    private func start(_ arguments: [String], output: Pipe) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: BuiltProgram.path("sentry-sim"))
        process.arguments = arguments
        process.standardOutput = output
        process.standardInput = FileHandle.nullDevice
        try process.run()
        return process
    }

    /// A server that hangs does not keep a run for ever: its report says what was lost.
    @Test(arguments: ["max", "1000"])
    func anInterruptedRunStillReports(_ rate: String) throws {
        let folder = try SimFolder()
        let server = try SilentServer(folder.path + "/s")
        let output = Pipe()
        let process = try start(
            [
                "run", "--endpoint", folder.path + "/s", "--profile", "web", "--events",
                "100000000", "--rate", rate,
            ], output: output)
        server.waitForMessages()
        process.interrupt()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        let report = try SimFolder.object(String(decoding: text, as: UTF8.self))
        #expect(report["interrupted"] as? Bool == true)
        #expect(report["sent"] as? Int ?? 0 > 0)
    }

    /// Looks of 10 ms each: a minute, which only a failure takes.
    private static let patience = 6_000

    /// The target of a fuzzer that is ended does not go on.
    @Test func aTargetDoesNotOutliveTheFuzzer() throws {
        let folder = try SimFolder()
        let endpoint = folder.path + "/s"
        let pidFile = folder.path + "/pid"
        let program = BuiltProgram.path("sentry-sim")
        let process = try start(
            [
                "fuzz", "--endpoint", endpoint, "--cases", "100000000", "--target",
                "sh -c 'echo $$ > \(pidFile); exec \(program) record --discard --endpoint "
                    + "\(endpoint)'",
            ], output: Pipe())
        var pid = ""
        for _ in 0..<Self.patience where pid.isEmpty {
            usleep(10_000)
            let text = (try? TextFile.read(pidFile)) ?? ""
            if text.hasSuffix("\n") { pid = String(text.dropLast()) }
        }
        process.terminate()
        process.waitUntilExit()
        #expect(process.terminationStatus == 128 + SIGTERM)
        try #require(!pid.isEmpty, "the target has started")
        // Its end may take a moment, and whoever inherits it may not have reaped it.
        func isRunning() -> Bool {
            guard let status = try? TextFile.read("/proc/\(pid)/stat") else { return false }
            return !status.contains(") Z ")
        }
        for _ in 0..<Self.patience where isRunning() { usleep(10_000) }
        #expect(!isRunning())
    }
}
