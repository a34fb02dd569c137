import Foundation
import GVisor
import Testing

@Suite struct ChildProcessTests {
    @Test func outputsAndExitCodeArrive() throws {
        let outcome = try ChildProcess.run(
            ["sh", "-c", "echo out; echo err >&2; exit 7"], timeoutMillis: 5000)
        #expect(outcome.ending == .exited(7))
        #expect(String(decoding: outcome.output, as: UTF8.self) == "out\n")
        #expect(outcome.errorLine == "err")
    }

    @Test func moreThanAPipeHoldsDoesNotDeadlock() throws {
        let outcome = try ChildProcess.run(
            ["sh", "-c", "head -c 3000000 /dev/zero; head -c 3000000 /dev/zero >&2"],
            timeoutMillis: 20_000)
        #expect(outcome.isSuccess)
        #expect(outcome.output.count == 3_000_000)
        #expect(outcome.errorOutput.count == 3_000_000)
    }

    @Test func aHangingProgramIsKilledWithItsChildren() throws {
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("gvfast-child-\(UUID())")
        defer { try? FileManager.default.removeItem(at: file) }
        let outcome = try ChildProcess.run(
            ["sh", "-c", "(sleep 2; touch \(file.path)) & sleep 100"], timeoutMillis: 300)
        #expect(outcome.ending == .timedOut)
        usleep(2_500_000)
        #expect(!FileManager.default.fileExists(atPath: file.path))
    }

    @Test func aMissingProgramIsAnError() {
        #expect(throws: ChildProcess.Failure.self) {
            try ChildProcess.run(["no-such-program-here"], timeoutMillis: 1000)
        }
    }

    @Test func aSignalIsToldAsSuch() throws {
        let outcome = try ChildProcess.run(["sh", "-c", "kill -9 $$"], timeoutMillis: 5000)
        #expect(outcome.ending == .signalled(9))
    }

    @Test func aGrandchildThatHoldsTheOutputDoesNotHoldUs() throws {
        let started = Date()
        let outcome = try ChildProcess.run(
            ["sh", "-c", "sleep 5 & echo done"], timeoutMillis: 20_000)
        #expect(outcome.isSuccess)
        #expect(Date().timeIntervalSince(started) < 4)
    }
}
