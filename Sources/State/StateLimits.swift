/// What one shard's state may grow to. Every limit has its counter in `StateCounters`.
///
/// Memory is taken as rows are used; the totals are address space only.
package struct StateLimits: Sendable {
    /// Sandboxes (connections) of the shard.
    @usableFromInline package var sandboxes = 16_384
    /// Threads of the shard, and of one sandbox. A sandbox has at most 65,536 ids.
    @usableFromInline package var threads = 1 << 20
    package var threadsPerSandbox = 16_384
    /// Descriptor rows of the shard, of one sandbox and of one process. 4,096 is Falco's.
    @usableFromInline package var descriptors = 1 << 22
    package var descriptorsPerSandbox = 65_536
    package var descriptorsPerProcess = 4_096
    @usableFromInline package var containers = 1 << 16
    package var containersPerSandbox = 1_024
    /// Entries of the containers' user and group files.
    package var users = 1 << 18
    package var usersPerContainer = 2_048
    /// Different strings, and the bytes of them, of the shard.
    @usableFromInline package var symbols = 1 << 22
    package var symbolBytes = 2 << 30
    /// Bytes of strings longer than `SymbolTable.sharedLimit` that one sandbox may hold.
    package var symbolBytesPerSandbox = 8 << 20
    /// Bytes kept of one argument list and of one environment; the rest is cut between entries.
    package var argumentBytes = 32 << 10
    package var environmentBytes = 32 << 10

    package init() {}
}
