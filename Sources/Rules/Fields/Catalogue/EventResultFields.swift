/// How a call ended and what it moved.
enum EventResultFields {
    static let definitions: [FieldDefinition] = [
        FieldDefinition(
            .evtBuffer, "evt.buffer", .bytebuf, needs: .event,
            gVisor: .never("gVisor never sends payload"), "bytes that a read or write moved"),
        FieldDefinition(
            .evtBuflen, "evt.buflen", .uint64, needs: .event,
            "number of bytes that a read or write moved"),
        FieldDefinition(
            .evtRes, "evt.res", .charbuf, needs: .event, "SUCCESS, or the name of the error"),
        FieldDefinition(
            .evtRawres, "evt.rawres", .int64, needs: .event,
            "return value as a number, the negative error number on failure"),
        FieldDefinition(.evtFailed, "evt.failed", .bool, needs: .event, "whether the call failed"),
        FieldDefinition(
            .evtIsIo, "evt.is_io", .bool, needs: .event, "whether the call reads or writes"),
        FieldDefinition(
            .evtIsIoRead, "evt.is_io_read", .bool, needs: .event, "whether the call reads"),
        FieldDefinition(
            .evtIsIoWrite, "evt.is_io_write", .bool, needs: .event, "whether the call writes"),
        FieldDefinition(.evtIoDir, "evt.io_dir", .charbuf, needs: .event, "\"read\" or \"write\""),
        FieldDefinition(.evtIsWait, "evt.is_wait", .bool, needs: .event, "whether the call waits"),
        FieldDefinition(
            .evtIsSyslog, "evt.is_syslog", .bool, needs: .event,
            "whether the event writes to /dev/log"),
        FieldDefinition(.evtCount, "evt.count", .uint32, needs: .nothing, "always 1"),
        FieldDefinition(
            .evtCountError, "evt.count.error", .uint32, needs: .event,
            "1 for a failed call, else 0"),
        FieldDefinition(
            .evtCountErrorFile, "evt.count.error.file", .uint32, needs: .event,
            "1 for a failed call on files"),
        FieldDefinition(
            .evtCountErrorNet, "evt.count.error.net", .uint32, needs: .event,
            "1 for a failed call on the network"),
        FieldDefinition(
            .evtCountErrorMemory, "evt.count.error.memory", .uint32, needs: .event,
            "1 for a failed call on memory"),
        FieldDefinition(
            .evtCountErrorOther, "evt.count.error.other", .uint32, needs: .event,
            "1 for any other failed call"),
        FieldDefinition(
            .evtCountExit, "evt.count.exit", .uint32, needs: .event, "1 for the end of a call"),
        FieldDefinition(
            .evtCountProcinfo, "evt.count.procinfo", .uint32, flags: [.tableOnly], needs: .event,
            gVisor: .never("periodic process samples do not exist"), "for tables only"),
        FieldDefinition(
            .evtCountThreadinfo, "evt.count.threadinfo", .uint32, flags: [.tableOnly],
            needs: .event, gVisor: .never("periodic thread samples do not exist"),
            "for tables only"),
        FieldDefinition(
            .evtAbspath, "evt.abspath", .charbuf, argument: .side, needs: .event,
            gVisor: .partly("openat only"),
            "path of a call that works relative to a directory, made absolute"),
        FieldDefinition(
            .evtBuflenIn, "evt.buflen.in", .uint64, flags: [.tableOnly], needs: .event,
            "for tables only"),
        FieldDefinition(
            .evtBuflenOut, "evt.buflen.out", .uint64, flags: [.tableOnly], needs: .event,
            "for tables only"),
        FieldDefinition(
            .evtBuflenFile, "evt.buflen.file", .uint64, flags: [.tableOnly], needs: .event,
            "for tables only"),
        FieldDefinition(
            .evtBuflenFileIn, "evt.buflen.file.in", .uint64, flags: [.tableOnly], needs: .event,
            "for tables only"),
        FieldDefinition(
            .evtBuflenFileOut, "evt.buflen.file.out", .uint64, flags: [.tableOnly], needs: .event,
            "for tables only"),
        FieldDefinition(
            .evtBuflenNet, "evt.buflen.net", .uint64, flags: [.tableOnly], needs: .event,
            "for tables only"),
        FieldDefinition(
            .evtBuflenNetIn, "evt.buflen.net.in", .uint64, flags: [.tableOnly], needs: .event,
            "for tables only"),
        FieldDefinition(
            .evtBuflenNetOut, "evt.buflen.net.out", .uint64, flags: [.tableOnly], needs: .event,
            "for tables only"),
        FieldDefinition(
            .evtIsOpenRead, "evt.is_open_read", .bool, needs: .event,
            gVisor: .full(points: ["syscall/open", "syscall/openat"]),
            "whether a file is opened for reading"),
        FieldDefinition(
            .evtIsOpenWrite, "evt.is_open_write", .bool, needs: .event,
            gVisor: .full(points: ["syscall/open", "syscall/openat"]),
            "whether a file is opened for writing"),
        FieldDefinition(
            .evtIsOpenExec, "evt.is_open_exec", .bool, needs: .event,
            gVisor: .full(points: ["syscall/open", "syscall/openat", "syscall/creat"]),
            "whether a file is made with a right to execute"),
        FieldDefinition(
            .evtIsOpenCreate, "evt.is_open_create", .bool, needs: .event,
            gVisor: .partly(
                "gVisor does not tell whether the file was new, so only O_TMPFILE counts"),
            "whether the open made the file"),
    ]
}
