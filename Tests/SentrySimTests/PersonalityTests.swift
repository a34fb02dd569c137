import Decode
import Foundation
import SentrySim
import TestSupport
import Testing

/// Releases differ as the wire's description says.
@Suite struct PersonalityTests {
    private func messages(_ folder: String) throws -> [(message: Message, datagram: [UInt8])] {
        try SimFolder.captures(folder).flatMap { SharedFiles.datagrams(of: $0) }.map {
            var message = Message()
            _ = unsafe MessageDecoder.decode($0.span.bytes, into: &message)
            return (message, $0)
        }
    }

    @Test(arguments: [Personality.r20221219, .r20240729])
    func olderReleasesKnowNothingOfLaterTypesAndFields(_ personality: Personality) throws {
        let folder = try SimFolder()
        let made = try folder.generate("a", .attack, personality)
        for (message, _) in try messages(made.folder) {
            #expect(message.rawType <= 34)
            #expect(message.context.parentThreadGroupID == 0 && !message.context.isExecSession)
            if case .exec(let exec) = message.payload {
                #expect(exec.binaryMode != 0 && exec.binaryIno == 0 && !exec.execfn.isPresent)
            }
        }
    }

    @Test func recentReleaseTellsParentsMappingsAndBinaries() throws {
        let folder = try SimFolder()
        let made = try folder.generate("a", .attack, .r202608)
        let all = try messages(made.folder)
        #expect(
            Set(all.map(\.message.rawType)).isSuperset(of: [35, 36, 37, 38].filter { $0 != 37 }))
        #expect(all.contains { $0.message.context.parentThreadGroupID != 0 })
        #expect(
            all.contains {
                guard case .exec(let exec) = $0.message.payload else { return false }
                return exec.binaryIno != 0 && exec.execfn.isPresent
                    && $0.message.execDescriptors.stdin.isPresent
                    && exec.binarySha256.byteCount == 32
            })
    }

    /// 20221219: enter, sentry/execve, exit. 202608: enter, exit, sentry/execve.
    @Test(arguments: [(Personality.r20221219, [11, 3, 11]), (.r202608, [11, 11, 3])])
    func execIsToldInTheOrderOfTheRelease(_ personality: Personality, _ order: [UInt16]) throws {
        let folder = try SimFolder()
        let made = try folder.generate("a", .shell, personality)
        let types = try messages(made.folder).map(\.message.rawType).filter { $0 == 3 || $0 == 11 }
        #expect(types.count > 10)
        for start in stride(from: 0, to: types.count - 2, by: 3) {
            #expect(Array(types[start..<start + 3]) == order)
        }
    }

    /// Where a program's standard input or output is a pipe and another child of its parent has the
    /// other end as its own, a recent release says who that is, as the context of the exec does.
    @Test func recentReleaseTellsWhoIsAtTheOtherEndOfAPipe() throws {
        let folder = try SimFolder()
        let made = try folder.generate("a", .shell, .r202608, events: 20_000)
        var inputs = 0
        var outputs = 0
        for (message, datagram) in try messages(made.folder) {
            let descriptors = message.execDescriptors
            guard case .exec = message.payload else { continue }
            for (pipe, end) in [
                (descriptors.pipeInputProc, descriptors.stdin),
                (descriptors.pipeOutputProc, descriptors.stdout),
            ] where pipe.isPresent {
                #expect(end.mode == 0o10_600)
                let path = datagram.dropFirst(Int(end.path.offset)).prefix(Int(end.path.byteCount))
                #expect(String(decoding: path, as: UTF8.self) == "pipe:[\(end.ino)]")
                #expect(pipe.context.threadID != message.context.threadID)
                #expect(pipe.context.timeNanos < message.context.timeNanos)
                #expect(
                    pipe.context.parentThreadGroupID == message.context.parentThreadGroupID)
            }
            if descriptors.pipeInputProc.isPresent { inputs += 1 }
            if descriptors.pipeOutputProc.isPresent { outputs += 1 }
        }
        #expect(inputs > outputs && outputs > 0)
    }

    @Test func olderReleasesDoNotTellWhoIsAtTheOtherEndOfAPipe() throws {
        let folder = try SimFolder()
        let made = try folder.generate("a", .shell, .r20240729, events: 5_000)
        for (message, _) in try messages(made.folder) {
            #expect(!message.execDescriptors.pipeInputProc.isPresent)
            #expect(!message.execDescriptors.stdin.isPresent)
        }
    }

    /// A recent release says success of an exec that fails.
    @Test(arguments: [(Personality.r20221219, true), (.r202608, false)])
    func failedExecIsToldByOlderReleasesOnly(_ personality: Personality, _ isTold: Bool) throws {
        let folder = try SimFolder()
        let made = try folder.generate("a", .python, personality, events: 6_000)
        let exits = try messages(made.folder).filter {
            $0.message.rawType == 11 && $0.message.exit.isPresent
        }
        #expect(exits.contains { $0.message.exit.errorno == 2 } == isTold)
        #expect(exits.count > 4)
    }

    @Test func textThatIsNotUTF8IsLost() throws {
        let folder = try SimFolder()
        let made = try folder.generate("a", .attack, events: 6_000)
        let lost = (made.report["sandboxes"] as? [[String: Any]])?.first?["lost_not_utf8"] as? Int
        #expect((lost ?? 0) >= 2)
        for (message, datagram) in try messages(made.folder) {
            guard case .open(let open) = message.payload else { continue }
            let start = Int(open.pathname.offset)
            #expect(!datagram[start..<start + Int(open.pathname.byteCount)].contains(0xFF))
        }
    }

    @Test func sessionFileSelectsPointsAndFields() throws {
        let folder = try SimFolder()
        let config = """
            {"trace_session":{"name":"Default","ignore_missing":true,"points":[
            {"name":"container/start","context_fields":["container_id"]},
            {"name":"syscall/openat/exit","context_fields":["time","thread_id"]},
            {"name":"syscall/listen/exit","context_fields":["time"]},
            {"name":"syscall/sysno/3/enter","context_fields":["thread_id"]},
            {"name":"syscall/sysno/3/exit"}],
            "sinks":[{"name":"remote","config":{"endpoint":"/tmp/x.sock"}}]}}
            """
        let path = folder.path + "/config.json"
        try TextFile.write(config, to: path)
        let selection = try PointSelection(config: path, of: .r20221219)
        var options = RunOptions()
        options.selection = selection
        options.profile = .web
        options.eventCount = 500
        let made = try CaptureGenerator.generate(options, into: folder.path + "/a")
        #expect(made.contains("\"syscall_raw\""))
        for (message, _) in try messages(folder.path + "/a") {
            switch message.payload {
            case .containerStart(let start):
                #expect(message.context.timeNanos == 0 && start.env.isEmpty)
            case .open:
                #expect(message.exit.isPresent && !message.context.containerID.isPresent)
                #expect(message.context.threadID != 0 && message.context.timeNanos != 0)
            case .rawSyscall:
                // The exit carries the context that was asked for on the enter point.
                #expect(message.sysno == 3 && message.context.threadID != 0)
            default: Issue.record("type \(message.rawType) was not asked for")
            }
        }
    }

    @Test func unknownPointWithoutIgnoreMissingIsRefused() throws {
        let folder = try SimFolder()
        let config = """
            {"trace_session":{"name":"Default","points":[{"name":"syscall/ptrace/exit"}],
            "sinks":[{"name":"remote","config":{"endpoint":"/tmp/x.sock"}}]}}
            """
        let path = folder.path + "/config.json"
        try TextFile.write(config, to: path)
        #expect(throws: SimError.self) { try PointSelection(config: path, of: .r20221219) }
        _ = try PointSelection(config: path, of: .r202608)
    }

    private func selection(
        _ points: String, _ personality: Personality, ignoresMissing: Bool = false
    ) throws -> PointSelection {
        let folder = try SimFolder()
        let path = folder.path + "/config.json"
        try TextFile.write(
            """
            {"trace_session":{"name":"Default","ignore_missing":\(ignoresMissing),"points":[
            \(points)],"sinks":[{"name":"remote","config":{"endpoint":"/tmp/x.sock"}}]}}
            """, to: path)
        return try PointSelection(config: path, of: personality)
    }

    /// Each would leave a real sandbox unmonitored; with `ignore_missing` it is skipped.
    @Test(arguments: [
        #"{"name":"syscall/open/exit","optional_fields":["fd_path"]}"#,
        #"{"name":"syscall/openat/exit","optional_fields":["nonsense"]}"#,
        #"{"name":"container/start","optional_fields":["envv"]}"#,
        #"{"name":"syscall/execve/exit","optional_fields":["env"]}"#,
        #"{"name":"sentry/execve","optional_fields":["binary_sha1"]}"#,
        #"{"name":"sentry/exit_notify_parent","context_fields":["cwd"]}"#,
        #"{"name":"syscall/sysno/442/enter"}"#, #"{"name":"syscall/sysno/3/leave"}"#,
        #"{"name":"syscall/sysno/03/enter"}"#, #"{"name":"syscall/sysno/x/enter"}"#,
        #"{"name":"syscall/sysno/3/enter","optional_fields":["fd_path"]}"#,
    ])
    func whatAReleaseLacksIsRefused(_ point: String) throws {
        #expect(throws: SimError.self) { try selection(point, .r20240729) }
        _ = try selection(point, .r20240729, ignoresMissing: true)
    }

    @Test func oldestReleaseTakesTheFolderOnTheNoticeToAParent() throws {
        _ = try selection(
            #"{"name":"sentry/exit_notify_parent","context_fields":["cwd"]}"#, .r20221219)
    }

    @Test(arguments: [("binary_sha256", 32, 0), ("binary_sha1", 0, 20)])
    func hashesComeOneByOne(_ field: String, _ sha256: UInt32, _ sha1: UInt32) throws {
        let folder = try SimFolder()
        var options = RunOptions()
        options.personality = .r202608
        options.profile = .shell
        options.selection = try selection(
            #"{"name":"sentry/execve","optional_fields":["\#(field)"]}"#, .r202608)
        _ = try CaptureGenerator.generate(options, into: folder.path + "/a")
        let all = try messages(folder.path + "/a")
        #expect(!all.isEmpty)
        for (message, _) in all {
            guard case .exec(let exec) = message.payload else { continue }
            #expect(UInt32(exec.binarySha256.byteCount) == sha256)
            #expect(UInt32(exec.binarySha1.byteCount) == sha1)
        }
    }
}
