internal import Core
internal import Events

/// What fields need to know about an event's code, read from the event table once. Shared and
/// immutable; plain memory that lives as long as the process.
@safe
struct EventFacts: BitwiseCopyable, @unchecked Sendable {
    /// One code. Places of parameters are -1 where there is no such parameter.
    struct Row: BitwiseCopyable {
        var result: Int8 = -1
        var data: Int8 = -1
        var flags: Int8 = -1
        var mode: Int8 = -1
        var name: Int8 = -1
        var directory: Int8 = -1
        /// Second path and its directory, of calls with two.
        var otherName: Int8 = -1
        var otherDirectory: Int8 = -1
        /// Opens a file and tells the flags, on its way out.
        var isOpen = false
        var isCreat = false
        var pathKind = PathKind.none
        /// Letter of `fd.typechar` when the descriptor is not known.
        var typeLetter = UInt8(ascii: "o")
        var isSyscall = false
    }

    /// How `fs.path.*` and `evt.abspath` read a call.
    enum PathKind: UInt8, BitwiseCopyable {
        case none
        /// One path; opens tell success by a descriptor.
        case name, opened
        /// Old and new path; link and target; device and directory.
        case rename, link, symlink, mount
    }

    private let rows: UnsafeMutablePointer<Row>
    let createFlag: UInt32
    let temporaryFlag: UInt32
    let createdFlag: UInt32
    let directoryFlag: UInt32

    static let shared = EventFacts()

    subscript(_ code: EventCode) -> Row {
        unsafe rows[min(Int(code.rawValue), EventCode.limit - 1)]
    }

    private init() {
        let table = EventTable.shared
        unsafe rows = .allocate(capacity: EventCode.limit)
        for value in 0..<EventCode.limit {
            let code = EventCode(UInt16(value))
            unsafe (rows + value).initialize(to: Self.row(code, table))
        }
        createFlag = Self.flag("O_CREAT", table)
        temporaryFlag = Self.flag("O_TMPFILE", table)
        createdFlag = Self.flag("O_F_CREATED", table)
        directoryFlag = Self.flag("O_DIRECTORY", table)
    }

    /// The value of an open flag in the encoding of events.
    private static func flag(_ name: String, _ table: EventTable) -> UInt32 {
        let bytes = ImmortalBytes("file_flags").bytes
        guard let id = table.flagTables.id(named: bytes) else { return 0 }
        for index in 0..<table.flagTables.count(id) {
            let entry = table.flagTables[id, index]
            if entry.name.equals(ImmortalBytes(name).bytes) { return entry.value }
        }
        return 0
    }

    private static func row(_ code: EventCode, _ table: EventTable) -> Row {
        var row = Row()
        let event = table[code]
        let name = event.name.string
        func place(_ names: String...) -> Int8 {
            for name in names {
                let found = table.parameterIndex(named: ImmortalBytes(name).bytes, in: code)
                if let found { return Int8(found) }
            }
            return -1
        }
        row.isSyscall = event.eventClass == .syscall
        if event.isExit, row.isSyscall, code.rawValue > 1, event.parameterCount > 0 {
            let type = table.parameter(code, 0).type
            if !type.isText && !type.isAddress { row.result = 0 }
        }
        row.data = place("data")
        row.flags = place("flags")
        row.mode = place("mode")
        row.isOpen =
            event.isExit
            && ["open", "openat", "openat2", "open_by_handle_at"].contains(name)
        row.isCreat = event.isExit && name == "creat"
        row.typeLetter = letter(name)
        readPaths(name, place, into: &row)
        return row
    }

    private static func letter(_ name: String) -> UInt8 {
        switch name {
        case "openat", "openat2", "creat": UInt8(ascii: "f")
        case "socket", "accept", "accept4": UInt8(ascii: "4")
        case "pipe": UInt8(ascii: "p")
        case "eventfd": UInt8(ascii: "e")
        case "signalfd": UInt8(ascii: "s")
        case "timerfd_create": UInt8(ascii: "t")
        case "inotify_init": UInt8(ascii: "i")
        default: UInt8(ascii: "o")
        }
    }

    private static func readPaths(
        _ name: String, _ place: (String...) -> Int8, into row: inout Row
    ) {
        row.name = place("name", "path", "filename", "pathname", "special")
        row.directory = place("dirfd")
        switch name {
        case "open", "openat", "openat2", "open_by_handle_at", "creat": row.pathKind = .opened
        case "mkdir", "mkdirat", "rmdir", "unlink", "unlinkat", "chmod", "fchmodat", "fchmod",
            "chown", "lchown", "fchown", "fchownat", "quotactl", "umount", "umount2":
            row.pathKind = .name
        case "rename", "renameat", "renameat2", "link", "linkat":
            row.pathKind = name.hasPrefix("rename") ? .rename : .link
            row.name = place("oldpath")
            row.directory = place("olddirfd", "olddir")
            row.otherName = place("newpath")
            row.otherDirectory = place("newdirfd", "newdir")
        case "symlink", "symlinkat":
            row.pathKind = .symlink
            row.name = place("target")
            row.directory = -1
            row.otherName = place("linkpath")
            row.otherDirectory = place("linkdirfd")
        case "mount":
            row.pathKind = .mount
            row.name = place("dev")
            row.otherName = place("dir")
        default: break
        }
    }
}
