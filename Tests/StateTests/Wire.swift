import Core
import Events
import State
import TestSupport

/// Messages of a gVisor sandbox by what they say, for tests from the wire to the table.
struct Wire {
    /// Who speaks: the ids and the start that every message has.
    struct Task {
        var id: Int64
        var process: Int64 = 0
        var start: Int64 = 0
        /// Empty: the point does not ask for it.
        var comm = ""
        var container = ""
        var parent: Int64 = 0

        init(_ id: Int64, process: Int64 = 0, comm: String = "", container: String = "") {
            self.id = id
            self.process = process == 0 ? id : process
            start = 1_600_000_000_000_000_000 + id
            self.comm = comm
            self.container = container
        }
    }

    static func context(_ task: Task, in message: inout MessageBuilder) {
        message.message(1) {
            $0.number(2, task.id)
            $0.number(3, task.start)
            $0.number(4, task.process)
            if !task.container.isEmpty { $0.text(6, task.container) }
            if !task.comm.isEmpty { $0.text(9, task.comm) }
            if task.parent != 0 { $0.number(10, task.parent) }
        }
    }

    /// A call's enter, or any message without a result.
    static func enter(
        _ type: UInt8, _ sysno: Int64, _ task: Task, _ fill: (inout MessageBuilder) -> Void
    ) -> [UInt8] {
        MessageBuilder.datagram(type) {
            context(task, in: &$0)
            if sysno != 0 { $0.number(type == 6 ? 4 : 3, sysno) }
            fill(&$0)
        }
    }

    /// A call's exit.
    static func exit(
        _ type: UInt8, _ sysno: Int64, _ task: Task, result: Int64 = 0, errorno: Int64 = 0,
        _ fill: (inout MessageBuilder) -> Void = { _ in }
    ) -> [UInt8] {
        MessageBuilder.datagram(type) {
            context(task, in: &$0)
            $0.message(2) {
                if result != 0 { $0.number(1, result) }
                if errorno != 0 { $0.number(2, errorno) }
            }
            if sysno != 0 { $0.number(type == 6 ? 4 : 3, sysno) }
            fill(&$0)
        }
    }

    static func open(_ task: Task, _ path: String, fd: Int64) -> [UInt8] {
        exit(7, 257, task, result: fd) {
            $0.number(4, -100)
            $0.text(6, path)
        }
    }

    /// `sentry/clone`, told by the maker.
    static func clone(
        _ maker: Task, _ id: Int64, process: Int64 = 0, flags: Int64 = 0
    ) -> [UInt8] {
        MessageBuilder.datagram(2) {
            context(maker, in: &$0)
            $0.number(3, id)
            $0.number(4, process == 0 ? id : process)
            $0.number(5, 1_600_000_000_000_000_000 + id)
            if flags != 0 { $0.number(6, flags) }
        }
    }

    /// `sentry/execve`.
    static func proof(_ task: Task, _ arguments: [String], path: String) -> [UInt8] {
        MessageBuilder.datagram(3) {
            context(task, in: &$0)
            $0.text(2, path)
            for argument in arguments { $0.text(3, argument) }
        }
    }

    static func execEnter(_ task: Task, _ arguments: [String], path: String) -> [UInt8] {
        enter(11, 59, task) { fillExec(&$0, arguments, path) }
    }

    static func execExit(_ task: Task, _ arguments: [String], path: String) -> [UInt8] {
        exit(11, 59, task) { fillExec(&$0, arguments, path) }
    }

    private static func fillExec(
        _ message: inout MessageBuilder, _ arguments: [String], _ path: String
    ) {
        message.text(6, path)
        for argument in arguments { message.text(7, argument) }
    }
}

extension CaptureStream {
    mutating func send(_ datagrams: [UInt8]...) { run(datagrams) { _, _, _ in } }

    func row(_ id: Int32) -> ThreadRow? {
        let slot = table.thread(id: id, in: sandbox)
        return slot.isNone ? nil : table[slot]
    }

    func text(_ symbol: Symbol?) -> String { symbol.map { table.text(of: $0).string } ?? "" }

    /// The name of a descriptor; nil when it is not known to be open.
    func fileName(_ number: Int64, of id: Int32) -> String? {
        let slot = table.descriptor(number, of: table.thread(id: id, in: sandbox))
        return slot.isNone ? nil : table.text(of: table[slot].name).string
    }

    var counters: StateCounters { table.counters(of: sandbox) }
}
