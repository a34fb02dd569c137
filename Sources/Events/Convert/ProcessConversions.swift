/// Linux's numbers for processes and memory turned into Falco's.
///
/// Sources: Linux `uapi/linux/sched.h`, `uapi/asm-generic/mman.h`, `uapi/linux/ptrace.h`, Falco's
/// flag tables.
package enum ProcessConversions {
    /// The kernel's bit of each clone flag and its place in Falco's encoding.
    private static let cloneBits: [(linux: UInt64, place: UInt32)] = [
        (0x400, 0), (0x200, 1), (0x8000_0000, 2), (0x800_0000, 3), (0x4000_0000, 4),
        (0x2_0000, 5), (0x2000_0000, 6), (0x400_0000, 7), (0x8000, 8), (0x10_0000, 9),
        (0x2000, 10), (0x800, 11), (0x4_0000, 12), (0x1_0000, 13), (0x80_0000, 14), (0x100, 15),
        (0x1000_0000, 20), (0x20_0000, 23), (0x100_0000, 24), (0x8_0000, 25), (0x4000, 27),
        (0x200_0000, 28),
    ]

    /// What each of the 32 low bits of clone flags adds, computed once.
    ///
    /// CLONE_STOPPED (26) is not among them: the kernel gave its bit to CLONE_NEWCGROUP.
    private static let cloneTable: InlineArray<32, UInt32> = {
        var table = InlineArray<32, UInt32>(repeating: 0)
        for (linux, place) in cloneBits { table[linux.trailingZeroBitCount] = 1 &<< place }
        return table
    }()

    /// Flags of `clone`, `unshare` and `setns`.
    package static func cloneFlags(_ flags: UInt64) -> UInt32 {
        var result: UInt32 = 0
        // The low byte is the signal that the child's end sends.
        var rest = flags & 0xFFFF_FF00
        while rest != 0 {
            result |= cloneTable[rest.trailingZeroBitCount]
            rest &= rest &- 1
        }
        return result
    }

    /// Protection of `mmap` and `mprotect`.
    package static func protection(_ bits: UInt64) -> UInt32 {
        var result = UInt32(truncatingIfNeeded: bits & 0xF)
        if bits & 0x100_0000 != 0 { result |= 0x10 }
        if bits & 0x200_0000 != 0 { result |= 0x20 }
        return result
    }

    /// Flags of `mmap`.
    package static func mapFlags(_ flags: UInt64) -> UInt32 {
        var result = UInt32(truncatingIfNeeded: flags & 3)
        if flags & 0x10 != 0 { result |= 4 }
        if flags & 0x20 != 0 { result |= 8 }
        if flags & 0x40 != 0 { result |= 0x10 }
        if flags & 0x4000 != 0 { result |= 0x40 }
        if flags & 0x8000 != 0 { result |= 0x80 }
        if flags & 0x1_0000 != 0 { result |= 0x100 }
        if flags & 0x100 != 0 { result |= 0x200 }
        if flags & 0x800 != 0 { result |= 0x400 }
        if flags & 0x1000 != 0 { result |= 0x800 }
        if flags & 0x2000 != 0 { result |= 0x4000 }
        return result
    }

    /// Request of `ptrace`; 0 when unknown.
    package static func ptraceRequest(_ request: UInt64) -> UInt32 {
        switch request {
        case 0...9: UInt32(truncatingIfNeeded: request) &+ 1
        case 12...15: UInt32(truncatingIfNeeded: request) &+ 14
        case 16, 17: UInt32(truncatingIfNeeded: request) &- 5
        case 18, 19: UInt32(truncatingIfNeeded: request) &+ 12
        case 21: 32
        case 24: 13
        case 25, 26: UInt32(truncatingIfNeeded: request) &+ 8
        case 30...33: UInt32(truncatingIfNeeded: request) &+ 5
        case 0x4200...0x420B: UInt32(truncatingIfNeeded: request &- 0x4200) &+ 14
        default: 0
        }
    }

    /// Resource of `prlimit`; 255 when unknown.
    package static func resource(_ resource: UInt64) -> UInt32 {
        resource <= 15 ? UInt32(truncatingIfNeeded: resource) : 255
    }

    /// Flags of `execveat`: Linux's 0x1000 and 0x100.
    static func executionFlags(_ flags: UInt32) -> UInt32 {
        (flags & 0x1000 != 0 ? 1 : 0) | (flags & 0x100 != 0 ? 2 : 0)
    }

    /// Flags of `semget`: Linux's IPC_EXCL and IPC_CREAT.
    static func semaphoreFlags(_ flags: UInt32) -> UInt32 {
        (flags & 0o2000 != 0 ? 0x4000 : 0) | (flags & 0o1000 != 0 ? 0x2000 : 0)
            | (flags & 0o777)
    }

    /// Command of `semctl`; 0 when unknown.
    static func semaphoreCommand(_ command: UInt64) -> UInt32 {
        switch command {
        case 0: 4  // IPC_RMID
        case 1: 2
        case 2: 1
        case 3: 8
        case 11: 0x100  // GETPID
        case 12: 0x200
        case 13: 0x40
        case 14: 0x80
        case 15: 0x400
        case 16: 0x1000
        case 17: 0x800
        case 18: 0x20
        case 19: 0x10
        default: 0
        }
    }
}
