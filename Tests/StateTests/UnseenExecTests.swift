import Core
import Events
import State
import TestSupport
import Testing

/// Execs that the sentry does not tell because a text of theirs is not UTF-8.
@Suite struct UnseenExecTests {
    private static let task = Wire.Task(7)
    private static let named = Wire.Task(7, comm: "nc")

    /// A stream that has seen an exec of each order; the process runs `sh -c secret`.
    private static func stream(isOld: Bool) -> CaptureStream {
        var stream = CaptureStream(execProof: .sentryExecve)
        let arguments = ["sh", "-c", "secret"]
        let proof = Wire.proof(task, arguments, path: "/bin/sh")
        let exit = Wire.execExit(task, arguments, path: "/bin/sh")
        stream.send(Wire.execEnter(task, arguments, path: "/bin/sh"))
        if isOld { stream.send(proof, exit) } else { stream.send(exit, proof) }
        return stream
    }

    private static func raw(_ isEnter: Bool, errorno: Int64 = 0) -> [UInt8] {
        isEnter
            ? Wire.enter(6, 59, task) { $0.number(5, 1) }
            : Wire.exit(6, 59, task, errorno: errorno) { $0.number(5, 1) }
    }

    private static func line(_ stream: borrowing CaptureStream) -> String {
        let row = stream.row(7)
        return [row?.comm, row?.exe, row?.exePath, row?.arguments].map { stream.text($0) }
            .joined(separator: "|").replacing("\0", with: " ")
    }

    /// In releases whose clean exits prove an exec, the exit stands for a proof that was lost.
    @Test func aCleanExitOfAnOldReleaseIsAnExec() {
        var stream = Self.stream(isOld: true)
        stream.send(Wire.execEnter(Self.task, ["nc", "-l"], path: "/bin/nc"))
        var visible: [Bool] = []
        stream.run([Wire.execExit(Self.task, ["nc", "-l"], path: "/bin/nc")]) { _, binding, _ in
            visible.append(binding.isVisible)
        }
        #expect(visible == [true])
        #expect(Self.line(stream) == "nc|nc|/bin/nc|-l")
    }

    /// Since then the new name shows that it was one.
    @Test func theNewNameProvesAnExecWithoutProof() {
        var stream = Self.stream(isOld: false)
        stream.send(
            Wire.execEnter(Self.task, ["nc", "-l"], path: "/bin/nc"),
            Wire.execExit(Self.task, ["nc", "-l"], path: "/bin/nc"))
        #expect(Self.line(stream) == "sh|sh|/bin/sh|-c secret")
        stream.send(Wire.open(Self.named, "/etc/hosts", fd: 3))
        #expect(Self.line(stream) == "nc|nc|/bin/nc|-l")
        #expect(stream.counters[.execsUnseen] == 1)
        // Rules get an event for it, once.
        var event = SyscallEvent()
        let shown = stream.table.fillUntoldExec(provenBy: SyscallEvent(), into: &event)
        #expect(shown.thread == stream.table.thread(id: 7, in: stream.sandbox))
        #expect(event.code.rawValue == 293 && event.bytes(1).string == "nc")
        #expect(event.bytes(2).string == "-l" && event.bytes(13).string == "nc")
        #expect(event.bytes(27).string == "/bin/nc")
        // A name that has nothing to do with it is `prctl`'s.
        stream.send(Wire.open(Wire.Task(7, comm: "idle"), "/etc/hosts", fd: 3))
        #expect(stream.counters[.execsUnseen] == 1)
        #expect(stream.table.untoldExec.isNone)
    }

    @Test func aNameAfterAFailedExecIsANameOnly() {
        var stream = Self.stream(isOld: false)
        stream.send(
            Wire.execEnter(Self.task, ["nc"], path: "/sbin/nc"),
            Wire.execExit(Self.task, ["nc"], path: "/sbin/nc"))
        stream.send(Wire.open(Wire.Task(7, comm: "sh"), "/etc/hosts", fd: 3))
        stream.send(Wire.open(Self.named, "/etc/hosts", fd: 3))
        #expect(Self.line(stream) == "nc|sh|/bin/sh|-c secret")
        #expect(stream.counters[.execsUnseen] == 0)
    }

    /// Arguments that are not UTF-8 suppress all three messages, but not the raw ones.
    @Test(arguments: [true, false])
    func theRawTwinTellsOfAnExecWithoutMessages(_ isOld: Bool) {
        var stream = Self.stream(isOld: isOld)
        stream.send(Self.raw(true), Self.raw(false))
        #expect(Self.line(stream) == "sh|sh|/bin/sh|-c secret")
        stream.send(Wire.open(Self.named, "/etc/hosts", fd: 3))
        #expect(Self.line(stream) == "nc|<NA>||")
        #expect(stream.counters[.execsUnseen] == 1)
        stream.send(Wire.open(Self.named, "/etc/hosts", fd: 3))
        #expect(stream.counters[.execsUnseen] == 1)
    }

    @Test(arguments: [true, false])
    func theRawTwinOfAnExecThatIsToldSaysNothing(_ isOld: Bool) {
        var stream = Self.stream(isOld: isOld)
        let arguments = ["nc", "-l"]
        let proof = Wire.proof(Self.task, arguments, path: "/bin/nc")
        let exit = Wire.execExit(Self.task, arguments, path: "/bin/nc")
        var messages = [Self.raw(true), Wire.execEnter(Self.task, arguments, path: "/bin/nc")]
        if isOld { messages.append(proof) }
        messages += [Self.raw(false), exit]
        if !isOld { messages.append(proof) }
        var visibleCount = 0
        stream.run(messages) { event, binding, _ in
            if binding.isVisible && event.code.isExit { visibleCount += 1 }
        }
        stream.send(Wire.open(Self.named, "/etc/hosts", fd: 3))
        #expect(Self.line(stream) == "nc|nc|/bin/nc|-l")
        #expect(stream.counters[.execsUnseen] == 0)
        #expect(visibleCount == 1)
        // One that fails: the release says so, or only the arguments were read.
        stream.send(
            Self.raw(true), Wire.execEnter(Self.task, ["x"], path: "/x"),
            Self.raw(false, errorno: isOld ? 2 : 0),
            isOld
                ? Wire.exit(11, 59, Self.task, errorno: 2) { $0.text(6, "/x") }
                : Wire.execExit(Self.task, ["x"], path: "/x"))
        stream.send(Wire.open(Self.named, "/etc/hosts", fd: 3))
        #expect(Self.line(stream) == "nc|nc|/bin/nc|-l")
        // The exit of a told exec may be lost with a known gap; the proof has told all.
        stream.send(Self.raw(true), Self.raw(false, errorno: 14))
        stream.send(Wire.open(Self.named, "/etc/hosts", fd: 3))
        #expect(stream.counters[.execsUnseen] == 0)
    }
}
