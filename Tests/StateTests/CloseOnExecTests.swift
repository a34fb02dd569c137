import Core
import Events
import State
import TestSupport
import Testing

/// Whether a descriptor outlives an exec, for every call that can say so: from wire to table.
@Suite struct CloseOnExecTests {
    /// A call that makes a descriptor with or without the flag. `fill` writes the fields.
    struct Call: Sendable, CustomTestStringConvertible {
        var name: String
        var type: UInt8
        var sysno: Int64
        /// What is added to the flags for it, and what the call has otherwise.
        var flag: Int64 = 0x8_0000
        var plain: Int64 = 0
        /// The new descriptor is the result; else it is named in a field.
        var numberFields: [UInt64] = []
        var fill: @Sendable (inout MessageBuilder, Int64) -> Void
        var testDescription: String { name }
    }

    private static let number: Int64 = 9

    static let calls: [Call] = [
        Call(name: "open", type: 7, sysno: 2) { message, flags in
            message.number(4, -100)
            message.text(6, "/x")
            message.number(7, flags)
        },
        Call(name: "openat", type: 7, sysno: 257) { message, flags in
            message.number(4, -100)
            message.text(6, "/x")
            message.number(7, flags)
        },
        Call(name: "socket", type: 12, sysno: 41, plain: 1) { message, flags in
            message.number(4, 2)
            message.number(5, flags)
        },
        Call(name: "accept4", type: 25, sysno: 288) { message, flags in
            message.number(4, 3)
            message.number(7, flags)
        },
        Call(name: "socketpair", type: 33, sysno: 53, plain: 1, numberFields: [7, 8]) {
            $0.number(4, 1)
            $0.number(5, $1)
        },
        Call(name: "pipe2", type: 17, sysno: 293, numberFields: [5, 6]) { $0.number(4, $1) },
        Call(name: "dup3", type: 19, sysno: 292) { message, flags in
            message.number(4, 0)
            message.number(5, number)
            message.number(7, flags)
        },
        Call(name: "F_DUPFD", type: 18, sysno: 72, flag: 1030) { message, flags in
            message.number(4, 0)
            if flags != 0 { message.number(6, flags) }
            message.number(7, number)
        },
        Call(name: "signalfd4", type: 20, sysno: 289) { message, flags in
            message.number(4, -1)
            message.number(7, flags)
        },
        Call(name: "eventfd2", type: 22, sysno: 290) { $0.number(5, $1) },
        Call(name: "timerfd_create", type: 26, sysno: 283, plain: 0x800) { message, flags in
            message.number(4, 1)
            message.number(5, flags)
        },
        Call(name: "inotify_init1", type: 30, sysno: 294) { $0.number(4, $1) },
        Call(name: "epoll_create1", type: 6, sysno: 291) { $0.number(5, $1) },
        Call(name: "userfaultfd", type: 6, sysno: 323) { $0.number(5, $1) },
        Call(name: "memfd_create", type: 6, sysno: 319, flag: 1) { $0.number(6, $1) },
    ]

    private static func context(_ message: inout MessageBuilder, comm: String = "sh") {
        message.message(1) {
            $0.number(2, 7)
            $0.number(3, 1_600_000_000_000_000_000)
            $0.number(4, 7)
            $0.number(5, 1_600_000_000_000_000_000)
            $0.text(9, comm)
        }
    }

    private static func message(_ call: Call, closes: Bool) -> [UInt8] {
        MessageBuilder.datagram(call.type) { message in
            context(&message)
            message.message(2) { if call.numberFields.isEmpty { $0.number(1, number) } }
            message.number(call.type == 6 ? 4 : 3, call.sysno)
            call.fill(&message, call.plain | (closes ? call.flag : 0))
            for (index, field) in call.numberFields.enumerated() {
                message.number(field, number + Int64(index))
            }
        }
    }

    private static func exec() -> [UInt8] {
        MessageBuilder.datagram(3) {
            context(&$0)
            $0.text(2, "/bin/true")
            $0.text(3, "true")
        }
    }

    private static func rows(_ stream: borrowing CaptureStream, _ call: Call) -> [DescriptorRow?] {
        let thread = stream.table.thread(id: 7, in: stream.sandbox)
        return (0..<Int64(max(1, call.numberFields.count))).map {
            let slot = stream.table.descriptor(number + $0, of: thread)
            return slot.isNone ? nil : stream.table[slot]
        }
    }

    @Test(arguments: calls, [true, false])
    func theFlagIsKeptAndMeant(_ call: Call, _ closes: Bool) {
        var stream = CaptureStream(execProof: .sentryExecve)
        // Something to duplicate.
        let first = Call(name: "open", type: 7, sysno: 2) {
            $0.number(4, -100)
            $0.text(6, "/y")
            $0.number(7, $1)
        }
        let open = MessageBuilder.datagram(7) {
            Self.context(&$0)
            $0.message(2) { _ in }
            $0.number(3, 2)
            first.fill(&$0, 0)
        }
        stream.run([open, Self.message(call, closes: closes)]) { _, _, _ in }
        let before = Self.rows(stream, call)
        #expect(before.allSatisfy { $0?.isCloseOnExec == closes })
        stream.run([Self.exec()]) { _, _, _ in }
        let after = Self.rows(stream, call)
        #expect(after.allSatisfy { ($0 == nil) == closes })
        #expect(stream.rejectedCount == 0)
    }

    /// The flag of one call must not stick to the next.
    @Test func anotherTimerIsAnotherTimer() {
        guard let call = Self.calls.first(where: { $0.name == "timerfd_create" }) else { return }
        var stream = CaptureStream()
        stream.run([Self.message(call, closes: true), Self.message(call, closes: false)]) {
            _, _, _ in
        }
        #expect(Self.rows(stream, call).map { $0?.isCloseOnExec } == [false])
    }
}
