/// What State counts for each sandbox and in total: healings of what lost messages left wrong, and
/// every use of a limit.
package enum StateCounter: Int, CaseIterable, Sendable {
    /// Threads that clone or container/start announced.
    case threadsAnnounced
    /// Threads first seen by an event of theirs: `runsc exec`, attach in the middle, lost clone.
    case threadsFirstSeen
    /// Threads that ended by their exit event.
    case threadsExited
    /// A known id came with a newer start: the old thread's exit was lost.
    case idsReused
    /// An event of a thread whose id has a newer thread.
    case lateEvents
    /// A thread took over its dead or dying leader's id at exec.
    case leadersTakenOver
    /// Threads gone without an exit event: siblings of an exec, threads of an ended process.
    case threadsVanished
    /// The stream's context said otherwise than the table, which was set right.
    case namesCorrected
    case directoriesCorrected
    case credentialsCorrected
    case parentsCorrected
    case processesCorrected
    case containersCorrected
    /// `fd_path` named another kind of thing than the table.
    case descriptorsCorrected
    /// `fd_path` named another file than was opened: what stands behind a symbolic link.
    case descriptorsRenamed
    /// A descriptor seen first by its use, named by `fd_path`.
    case descriptorsFirstSeen
    /// Enter and exit of one call gave different arguments.
    case argumentsChanged
    /// An exec became known only by its consequences.
    case execsUnseen
    /// Limits.
    case threadsEvicted
    case threadsRefused
    case descriptorsEvicted
    case descriptorsRefused
    case containersRefused
    case argumentsCut
    case textsRefused
    case usersRefused
    /// Entries of a procfs dump that could not be read.
    case procfsEntriesRejected
    /// Threads that a procfs dump told.
    case threadsImported
}

/// One number per `StateCounter`.
package struct StateCounters: BitwiseCopyable, Sendable {
    private var values = InlineArray<32, UInt64>(repeating: 0)

    package init() {}

    package subscript(_ counter: StateCounter) -> UInt64 {
        get { values[counter.rawValue] }
        set { values[counter.rawValue] = newValue }
    }
}
