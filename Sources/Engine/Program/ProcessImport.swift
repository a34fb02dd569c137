package import State

/// The processes of a sandbox that ran before its session, read and understood off the shard's
/// thread.
package struct ProcessImport: Sendable {
    /// The sandbox's id.
    package var sandboxID: String
    /// Pid of the process that made the session, which the connection's peer credentials name.
    package var launcherPID: Int32
    package var threads: [ImportedThread]
    /// Entries of the dump that were none.
    package var rejectedCount: Int

    /// Understands the text of `runsc trace procfs`; `containers` says which process belongs to
    /// which container.
    package init(
        sandboxID: String, launcherPID: Int32, dump: [UInt8], containers: [Int32: String]
    ) {
        self.sandboxID = sandboxID
        self.launcherPID = launcherPID
        (threads, rejectedCount) = ProcfsDump.processes(
            of: String(decoding: dump, as: UTF8.self), containers: containers)
    }
}
