internal import State

/// What a shard keeps of one connection beside its sandbox's state.
struct ConnectionRow: BitwiseCopyable {
    /// The connection's serial number; 0 none.
    var serial: UInt32 = 0
    /// Pid of the process that connected, which tells sandboxes apart that gvfast attached to.
    var peerPID: Int32 = 0
    var sandbox = SandboxSlot.none
    var drops = DropCounter()
    var ledger = Ledger()
}
