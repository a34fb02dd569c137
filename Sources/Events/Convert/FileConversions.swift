/// Linux's numbers for files turned into Falco's: flags, modes, commands.
///
/// Sources: Linux `uapi/asm-generic/fcntl.h` and `arch/arm64`'s, Falco's flag tables.
package enum FileConversions {
    /// Bits of `open` flags whose place differs between architectures.
    private struct OpenBits {
        var direct: UInt32
        var directory: UInt32
        var largeFile: UInt32

        init(_ architecture: SyscallArchitecture) {
            let isArm = architecture == .arm64
            direct = isArm ? 0x1_0000 : 0x4000
            directory = isArm ? 0x4000 : 0x1_0000
            largeFile = isArm ? 0x2_0000 : 0x8000
        }
    }

    private static let create: UInt32 = 0x40
    private static let temporaryFile: UInt32 = 0x40_0000

    /// `open` flags. As in Falco a plain O_DIRECTORY also sets O_TMPFILE, and O_DSYNC also O_SYNC,
    /// since these flags share bits.
    package static func openFlags(
        _ flags: UInt32, _ architecture: SyscallArchitecture
    ) -> UInt32 {
        let bits = OpenBits(architecture)
        var result: UInt32
        switch flags & 3 {
        case 1: result = 2
        case 2: result = 3
        default: result = 1
        }
        if flags & create != 0 { result |= 1 &<< 2 }
        if flags & 0x400 != 0 { result |= 1 &<< 3 }
        if flags & 0x1000 != 0 { result |= 1 &<< 4 }
        if flags & 0x80 != 0 { result |= 1 &<< 5 }
        if flags & 0x800 != 0 { result |= 1 &<< 6 }
        if flags & 0x10_1000 != 0 { result |= 1 &<< 7 }
        if flags & 0x200 != 0 { result |= 1 &<< 8 }
        if flags & bits.direct != 0 { result |= 1 &<< 9 }
        if flags & bits.directory != 0 { result |= 1 &<< 10 }
        if flags & bits.largeFile != 0 { result |= 1 &<< 11 }
        if flags & 0x8_0000 != 0 { result |= 1 &<< 12 }
        if flags & (temporaryFile | bits.directory) != 0 { result |= 1 &<< 13 }
        return result
    }

    /// The mode of an `open`: 0 unless the call can make a file.
    package static func openMode(
        _ mode: UInt32, flags: UInt32, _ architecture: SyscallArchitecture
    ) -> UInt32 {
        let making = create | temporaryFile | OpenBits(architecture).directory
        return flags & making == 0 ? 0 : mode & 0o7777
    }

    /// Flags of calls that only know O_CLOEXEC, O_NONBLOCK and O_DIRECT: `pipe2`, `dup3` and
    /// what makes a descriptor without a file.
    package static func descriptorFlags(
        _ flags: UInt32, _ architecture: SyscallArchitecture
    ) -> UInt32 {
        var result: UInt32 = 0
        if flags & 0x8_0000 != 0 { result |= 1 &<< 12 }
        if flags & 0x800 != 0 { result |= 1 &<< 6 }
        if flags & OpenBits(architecture).direct != 0 { result |= 1 &<< 9 }
        return result
    }

    /// Command of `fcntl`; 0 when unknown.
    package static func fcntlCommand(_ command: UInt64) -> UInt32 {
        switch command {
        case 0: 1  // F_DUPFD
        case 1: 2
        case 2: 3
        case 3: 4
        case 4: 5
        case 5: 6
        case 6: 8
        case 7: 9
        case 8: 10
        case 9: 12
        case 10: 13
        case 11: 15
        case 12: 17
        case 13: 18
        case 14: 19
        case 15: 21
        case 16: 22
        case 36: 30  // F_OFD_GETLK
        case 37: 31
        case 38: 32
        case 1024: 23  // F_SETLEASE
        case 1025: 24
        case 1026: 27
        case 1029: 25
        case 1030: 26  // F_DUPFD_CLOEXEC
        case 1031: 28
        case 1032: 29
        default: 0
        }
    }

    /// Flags of `linkat`, `fchownat`, `newfstatat` keep those bits that the table names.
    static func unlinkFlags(_ flags: UInt32) -> UInt32 { flags & 0x200 }

    /// Flags of `linkat`.
    static func linkFlags(_ flags: UInt32) -> UInt32 { flags & 0x1400 }

    /// Flags of `fchownat`: Linux's AT_SYMLINK_NOFOLLOW is 0x100, the table's is 0x400.
    static func chownFlags(_ flags: UInt32) -> UInt32 {
        (flags & 0x1000) | (flags & 0x100 != 0 ? 0x400 : 0)
    }

    /// Flags of `splice`.
    static func spliceFlags(_ flags: UInt32) -> UInt32 { flags & 0xF }

    /// File type and permissions of `mknod`.
    static func nodeMode(_ mode: UInt32) -> UInt32 { mode & 0o17_7777 }
}
