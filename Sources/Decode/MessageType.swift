/// What a datagram's header says its payload is: `MessageType` of gVisor's seccheck wire format.
package enum MessageType: UInt16, CaseIterable, BitwiseCopyable, Sendable {
    case containerStart = 1
    case clone = 2
    case exec = 3
    case exitNotifyParent = 4
    case taskExit = 5
    case rawSyscall = 6
    case open = 7
    case close = 8
    case read = 9
    case connect = 10
    case execve = 11
    case socket = 12
    case chdir = 13
    case setid = 14
    case setresid = 15
    case prlimit = 16
    case pipe = 17
    case fcntl = 18
    case dup = 19
    case signalfd = 20
    case chroot = 21
    case eventfd = 22
    case cloneSyscall = 23
    case bind = 24
    case accept = 25
    case timerfdCreate = 26
    case timerfdSettime = 27
    case timerfdGettime = 28
    case fork = 29
    case inotifyInit = 30
    case inotifyAddWatch = 31
    case inotifyRmWatch = 32
    case socketPair = 33
    case write = 34
    case mmapInfo = 35
    case mmap = 36
    case listen = 37
    case ptrace = 38
}

extension MessageType {
    /// The type of a number, as `init(rawValue:)`, which is not inlined, gives it.
    @inline(__always)
    package init?(known rawValue: UInt16) {
        let index = rawValue &- Self.containerStart.rawValue
        guard index <= Self.ptrace.rawValue &- Self.containerStart.rawValue else { return nil }
        // The cases have the numbers 1 to 38 without a gap and take one byte, counted from 0.
        self = unsafe unsafeBitCast(UInt8(truncatingIfNeeded: index), to: Self.self)
    }
}
