/// What became of a context when State last took it in: the thread that it belongs to, and what
/// must be as it was then for the same context to tell nothing new.
///
/// PERF: nine of ten events have the context of an earlier event of their thread. To compare its
/// text and ids with the rows again cost 75 of State's 170 ns per message.
struct ContextLink: BitwiseCopyable {
    /// `TaskContext.serial`; 0 none.
    var serial: UInt64 = 0
    var sandbox = SandboxSlot.none
    var thread = ThreadSlot.none
    /// The row that holds what the process has in common.
    var common = ThreadSlot.none
    var threadGeneration: UInt32 = 0
    var commonGeneration: UInt32 = 0
    /// `SandboxRow.ancestryEpoch`.
    var epoch: UInt32 = 0
}
