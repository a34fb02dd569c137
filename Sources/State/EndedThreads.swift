internal import Core

/// The threads of the shard that ended last, for dumps of processes that are read later than they
/// were made: who has ended meanwhile must not come back.
struct EndedThreads: ~Copyable {
    struct Entry: BitwiseCopyable {
        var sandbox = SandboxSlot.none
        var threadID: Int32 = 0
        var startTimeNanos: UInt64 = 0
    }

    /// A dump is some seconds old at most: thousands of ends. 64 KiB.
    private static var capacity: Int { 4_096 }

    private var entries = ReservedArray<Entry>(count: capacity)
    private var count = 0

    /// A thread has ended; one whose start is not known cannot be told from the next of its id.
    mutating func note(_ threadID: Int32, _ startTimeNanos: UInt64, in sandbox: SandboxSlot) {
        if startTimeNanos == 0 { return }
        entries[count & (Self.capacity &- 1)] = Entry(
            sandbox: sandbox, threadID: threadID, startTimeNanos: startTimeNanos)
        count &+= 1
    }

    /// Linear; cold.
    func contains(_ threadID: Int32, _ startTimeNanos: UInt64, in sandbox: SandboxSlot) -> Bool {
        for index in 0..<min(count, Self.capacity)
        where entries[index].threadID == threadID
            && entries[index].startTimeNanos == startTimeNanos
            && entries[index].sandbox == sandbox
        {
            return true
        }
        return false
    }
}
