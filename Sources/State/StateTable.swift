public import Core
internal import Decode
internal import Events
internal import Synchronization

/// Everything a shard knows about its sandboxes: containers, threads, descriptors and their text.
/// One owner, no locks, no allocation after `init`. Rules read it through the subscripts below.
@usableFromInline package struct StateTable: ~Copyable {
    @usableFromInline package var threads: Slab<ThreadRow>
    @usableFromInline package var descriptors: Slab<DescriptorRow>
    @usableFromInline package var containers: Slab<ContainerRow>
    @usableFromInline package var sandboxes: Slab<SandboxRow>
    /// The text of all rows.
    @usableFromInline package var symbols: SymbolTable
    package let limits: StateLimits
    /// Sums over all sandboxes that ever were.
    package internal(set) var totals = StateCounters()

    /// (sandbox, thread id) → thread.
    @usableFromInline var threadIndex: FlatTable
    /// (sandbox, hash of the full id) → container.
    var containerIndex: FlatTable
    /// (container, uid or gid) → user.
    @usableFromInline var userIndex: FlatTable
    var users: Slab<UserRow>
    var tables: DescriptorTables
    var counters: ReservedArray<StateCounters>
    /// Source of generations: no two changes of one shard share one (modulo 2³²).
    var lastGeneration: UInt32 = 0
    /// The descriptor whose `isNameChanged` the last event set.
    var renamedDescriptor = DescriptorSlot.none
    /// The thread of the event at hand, which no eviction takes.
    var applyingThread = ThreadSlot.none
    /// Containers that `takeContainerToDescribe` has not given out yet.
    var newContainers = 0
    let shapes: ReservedArray<EventShape>
    /// By `ContextMemory.slot(of:)`.
    var contextLinks: ReservedArray<ContextLink>
    var pathScratch = ByteScratch(capacity: 16 << 10)
    var textScratch = ByteScratch(capacity: 128 << 10)
    var enterTexts = EnterTexts()
    var ended = EndedThreads()
    /// The thread of an exec that the last event proved and no event shows.
    @usableFromInline package internal(set) var untoldExec = ThreadSlot.none
    let containerHash = SeededHash()
    /// For the child's side of a clone that only its caller told of.
    var spareEvent: SyscallEvent? = SyscallEvent()
    /// PERF: a value with an atomic in it has an address and is never moved for a call. Without it
    /// every call that borrows the table from its owner copied all of it (1.3 KB) to pass it.
    private let pin = Atomic<UInt8>(0)
    /// "<NA>" and "./", held for ever.
    let unknownText: Symbol
    let unknownDirectory: Symbol

    package init(limits: StateLimits = StateLimits()) {
        self.limits = limits
        threads = Slab(capacity: limits.threads)
        descriptors = Slab(capacity: limits.descriptors)
        containers = Slab(capacity: limits.containers)
        sandboxes = Slab(capacity: limits.sandboxes)
        users = Slab(capacity: limits.users)
        threadIndex = FlatTable(limit: limits.threads)
        containerIndex = FlatTable(limit: limits.containers)
        userIndex = FlatTable(limit: limits.users)
        tables = DescriptorTables(tableLimit: limits.threads, nodeLimit: limits.descriptors)
        counters = ReservedArray(count: limits.sandboxes)
        symbols = SymbolTable(
            symbolLimit: limits.symbols, byteCapacity: limits.symbolBytes,
            ownerLimit: limits.sandboxes, ownerByteLimit: limits.symbolBytesPerSandbox)
        var shapes = ReservedArray<EventShape>(count: EventCode.limit)
        for code in 0..<EventCode.limit {
            shapes[code] = EventShape(EventCode(UInt16(code)), EventTable.shared)
        }
        self.shapes = shapes
        contextLinks = ReservedArray(count: ContextMemory.slotCount)
        unknownText = symbols.constant("<NA>")
        unknownDirectory = symbols.constant("./")
    }

    /// A table with room for so many rows, for tests and small tools.
    package init(threadCapacity: Int, descriptorCapacity: Int, containerCapacity: Int) {
        var limits = StateLimits()
        limits.threads = threadCapacity
        limits.descriptors = descriptorCapacity
        limits.containers = containerCapacity
        self.init(limits: limits)
    }

    @inlinable package subscript(_ slot: ThreadSlot) -> ThreadRow {
        unsafeAddress { unsafe threads.address(slot.rawValue) }
    }

    @inlinable package subscript(_ slot: DescriptorSlot) -> DescriptorRow {
        unsafeAddress { unsafe descriptors.address(slot.rawValue) }
    }

    @inlinable package subscript(_ slot: ContainerSlot) -> ContainerRow {
        unsafeAddress { unsafe containers.address(slot.rawValue) }
    }

    @inlinable package subscript(_ slot: SandboxSlot) -> SandboxRow {
        unsafeAddress { unsafe sandboxes.address(slot.rawValue) }
    }

    /// The bytes of a symbol that a row holds, valid until the row changes.
    @inlinable package func text(of symbol: Symbol) -> BorrowedBytes {
        symbols.bytes(of: symbol)
    }

    /// The counters of an open sandbox.
    package func counters(of sandbox: SandboxSlot) -> StateCounters {
        counters[Int(sandbox.rawValue)]
    }

    /// Adds one, for the sandbox and in total.
    mutating func count(_ counter: StateCounter, in sandbox: SandboxSlot, _ amount: UInt64 = 1) {
        counters[Int(sandbox.rawValue)][counter] &+= amount
        totals[counter] &+= amount
    }

    /// A generation that no row has.
    mutating func nextGeneration() -> UInt32 {
        lastGeneration &+= 1
        return lastGeneration
    }
}

extension SymbolTable {
    /// A symbol that is never released.
    mutating func constant(_ text: StaticString) -> Symbol {
        unsafe intern(BorrowedBytes(unsafeStart: text.utf8Start, count: text.utf8CodeUnitCount))
            ?? .empty
    }
}
