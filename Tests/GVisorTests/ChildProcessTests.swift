import Foundation
import GVisor
import Testing

@Suite struct ChildProcessTests {
    @Test func outputsAndExitCodeArrive() throws {
        let outcome = try ChildProcess.run(
            ["sh", "-c", "echo out; echo err >&2; exit 7"], timeoutMillis: 60_000)
        #expect(outcome.ending == .exited(7))
        #expect(String(decoding: outcome.output, as: UTF8.self) == "out\n")
        #expect(outcome.errorLine == "err")
    }

    @Test func moreThanAPipeHoldsDoesNotDeadlock() throws {
        let outcome = try ChildProcess.run(
            ["sh", "-c", "head -c 3000000 /dev/zero; head -c 3000000 /dev/zero >&2"],
            timeoutMillis: 120_000)
        #expect(outcome.isSuccess)
        #expect(outcome.output.count == 3_000_000)
        #expect(outcome.errorOutput.count == 3_000_000)
    }

    @Test func aHangingProgramIsKilledWithItsChildren() throws {
        let outcome = try ChildProcess.run(
            ["sh", "-c", "sleep 1000 & echo $!; wait"], timeoutMillis: 2_000)
        #expect(outcome.ending == .timedOut)
        let child = try #require(
            Int32(String(decoding: outcome.output, as: UTF8.self).dropLast()))
        // Its new parent may take a moment to see that it has ended.
        var looks = 0
        while Self.isRunning(child) && looks < 3_000 {
            usleep(20_000)
            looks += 1
        }
        #expect(!Self.isRunning(child))
    }

    /// Whether the process exists and is no zombie.
    private static func isRunning(_ pid: Int32) -> Bool {
        let text = (try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)) ?? ""
        guard let name = text.lastIndex(of: ")") else { return false }
        return !text[name...].hasPrefix(") Z")
    }

    @Test func aMissingProgramIsAnError() {
        #expect(throws: ChildProcess.Failure.self) {
            try ChildProcess.run(["no-such-program-here"], timeoutMillis: 1000)
        }
    }

    @Test func aSignalIsToldAsSuch() throws {
        let outcome = try ChildProcess.run(["sh", "-c", "kill -9 $$"], timeoutMillis: 60_000)
        #expect(outcome.ending == .signalled(9))
    }

    @Test func aGrandchildThatHoldsTheOutputDoesNotHoldUs() throws {
        // Held by it, the run would end as timed out.
        let outcome = try ChildProcess.run(
            ["sh", "-c", "sleep 1000 & echo $!"], timeoutMillis: 60_000)
        #expect(outcome.isSuccess)
        let child = try #require(
            Int32(String(decoding: outcome.output, as: UTF8.self).dropLast()))
        #expect(kill(child, SIGKILL) == 0)
    }
}
