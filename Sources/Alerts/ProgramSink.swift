internal import CLinux
internal import Core
internal import Glibc

/// Lines on the standard input of a shell command (`program_output`).
///
/// With `keepAlive` the command runs until `reopen()` or the end; else it is started for every
/// line, as the reference does, and waited for. A command that does not end in time after its input
/// was closed is killed.
package final class ProgramSink: AlertSink {
    package let name = "program"
    private let command: String
    private let keepsRunning: Bool
    private let patienceMillis: UInt64
    private var running: ShellCommand?

    package init(command: String, keepAlive: Bool, patienceMillis: UInt64 = 10_000) {
        self.command = command
        keepsRunning = keepAlive
        self.patienceMillis = patienceMillis
    }

    package func deliver(_ batch: borrowing AlertBatch, cancel: Int32) -> SinkOutcome {
        if keepsRunning { return deliverToRunning(batch, cancel: cancel) }
        var all = SinkOutcome(deliveredCount: batch.count)
        for index in 0..<batch.count {
            let entry = batch.entries[index]
            let line = batch.bytes.slice(entry.offset, entry.byteCount)
            guard let failure = runOnce(line, cancel: cancel) else { continue }
            all.failure = failure
            guard case .other = failure else {
                all.deliveredCount = index
                break
            }
            // a command that hangs does so for its own line
            all.refused.append(index)
        }
        return all
    }

    package func reopen() { stop(cancel: -1) }

    package func finish(cancel: Int32) { stop(cancel: cancel) }

    private func deliverToRunning(
        _ batch: borrowing AlertBatch, cancel: Int32
    ) -> SinkOutcome {
        do throws(SystemError) {
            let child: ShellCommand
            if let running {
                child = running
            } else {
                child = try ShellCommand(command)
                running = child
            }
            // a command that fails is started anew, where no part of a line is left
            var isTorn = false
            let outcome = SinkOutcome(
                writing: batch, to: DescriptorWriter(child.input), isTorn: &isTorn,
                cancel: cancel)
            if outcome.failure != nil { stop(cancel: cancel) }
            return outcome
        } catch {
            return SinkOutcome(deliveredCount: 0, failure: .refused(error))
        }
    }

    private func runOnce(_ line: BorrowedBytes, cancel: Int32) -> SinkOutcome.Failure? {
        do throws(SystemError) {
            let child = try ShellCommand(command)
            let outcome = DescriptorWriter(child.input).write(line, cancel: cancel)
            child.closeInput()
            let ending = child.wait(cancel: cancel, patienceMillis: patienceMillis)
            if ending == .cancelled { return .cancelled }
            switch outcome {
            case .done:
                if ending == .ended { return nil }
                return .other("not ended after \(patienceMillis / 1000) s, killed")
            case .cancelled: return .cancelled
            // a command that ends without reading has been told all it wanted
            case .failed(let error, _): return error.code == EPIPE ? nil : .refused(error)
            }
        } catch {
            return .refused(error)
        }
    }

    private func stop(cancel: Int32) {
        guard let child = running else { return }
        running = nil
        child.closeInput()
        _ = child.wait(cancel: cancel, patienceMillis: patienceMillis)
    }
}
