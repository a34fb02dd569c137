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

    /// What happened to one sandbox, or to the attempt as a whole.
    package enum Event: Sendable {
        /// The sandbox has our session now; with the dump of its processes where that worked.
        case attached(id: String, procfs: [UInt8]?)
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
            do {
                try runsc.createTrace(sandbox: container.id, config: configPath)
            } catch {
                report(.failed(id: container.id, reason: error.description))
                continue
            }
            report(.attached(id: container.id, procfs: try? runsc.procfs(sandbox: container.id)))
        }
    }
}
