/// Gives sandboxes that were there before gvfast a trace session. Blocks on child processes: runs
/// on its own thread.
package struct SandboxAttacher: Sendable {
    package let runsc: Runsc
    /// Path of the session file.
    package let configPath: String

    package init(runsc: Runsc, configPath: String) {
        self.runsc = runsc
        self.configPath = configPath
    }

    /// A sandbox that has our session now, and what could be learned of its processes.
    package struct Attachment: Sendable {
        package let id: String
        /// Pid of the runsc process that connected to the session's socket.
        package let launcherPID: Int32
        /// The dump of its processes; nil when it could not be had.
        package let procfs: [UInt8]?
        /// Container of each process, as far as `runsc ps` told.
        package let containers: [Int32: String]
    }

    /// What happened to one sandbox, or to the attempt as a whole.
    package enum Event: Sendable {
        /// The sandbox has our session now.
        case attached(Attachment)
        /// It has none: gone meanwhile, a sub-container after all, or runsc did not answer.
        case failed(id: String, reason: String)
        /// `runsc list` itself failed, so no sandbox was looked at.
        case unavailable(reason: String)
    }

    /// The containers that run now; tells of a failure through `report`.
    package func running(report: (Event) -> Void) -> [Runsc.Container] {
        do {
            return try runsc.list().filter(\.isRunning)
        } catch {
            report(.unavailable(reason: error.description))
            return []
        }
    }

    /// Attaches to the sandboxes among `containers` one after the other; stops early when
    /// `isStopped` says so.
    package func attach(
        _ containers: [Runsc.Container], isStopped: () -> Bool, report: (Event) -> Void
    ) {
        for container in containers where !container.isSubContainer {
            if isStopped() { return }
            let pid: Int32
            do {
                pid = try runsc.createTrace(sandbox: container.id, config: configPath)
            } catch {
                report(.failed(id: container.id, reason: error.description))
                continue
            }
            report(
                .attached(
                    Attachment(
                        id: container.id, launcherPID: pid,
                        procfs: try? runsc.procfs(sandbox: container.id),
                        containers: processes(of: container, among: containers))))
        }
    }

    /// Which process belongs to which container of a sandbox; dead containers have none.
    private func processes(
        of sandbox: Runsc.Container, among containers: [Runsc.Container]
    ) -> [Int32: String] {
        var owners: [Int32: String] = [:]
        for container in containers
        where container.id == sandbox.id || container.sandboxID == sandbox.id {
            for process in (try? runsc.processes(container.id)) ?? [] {
                owners[Int32(truncatingIfNeeded: process)] = container.id
            }
        }
        return owners
    }
}
