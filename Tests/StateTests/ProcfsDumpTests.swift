import State
import Testing

/// The text of a procfs dump and what is read from it.
@Suite struct ProcfsDumpTests {
    /// One process as runsc 20221219 told it, maps cut.
    static let sample = #"""
        PROCFS DUMP

        {"exe":"/usr/bin/sleep","args":["sleep","100"],"env":["HOME=/root","GREETING=hello",
        """#.replacing("\n        {", with: "\n{").replacing("\n\n\n", with: "\n\n")
        + #""PATH=/usr/bin:/bin","PWD=/"],"cwd":"/srv","fdlist":[{"number":0,"path":"host:[4]","#
        + #""mode":8630},{"number":1,"path":"/var/log/x","mode":33188},{"number":2},"#
        + #"{"path":"/tmp","mode":16877}],"clone_ts":1795451819198480589,"root":"/jail","#
        + #""limits":{"RLIMIT_NOFILE":{"cur":1024,"max":4096}},"status":{"comm":"sleep","pid":7,"#
        + #""ppid":2,"uid":{"real":1,"effective":2,"saved":3},"gid":{"real":4,"effective":5},"#
        + #""vm_size":10540,"vm_rss":4324},"stat":{"pgid":2,"sid":3},"maps":[{"address":{"Start":"#
        + #"18446744073699065856,"End":18446744073699069952},"pathname":"[vsyscall]"}]}"#

    @Test func everyValueOfAnEntryIsRead() throws {
        let dump = ProcfsDump.processes(of: Self.sample, containers: [7: "web", 8: "db"])
        #expect(dump.rejectedCount == 0)
        let process = try #require(dump.processes.first)
        var expected = ImportedThread(threadID: 7)
        expected.parentID = 2
        expected.startTimeNanos = 1_795_451_819_198_480_589
        expected.containerID = "web"
        expected.comm = "sleep"
        expected.exe = "sleep"
        expected.exePath = "/usr/bin/sleep"
        expected.arguments = ["100"]
        expected.environment = ["HOME=/root", "GREETING=hello", "PATH=/usr/bin:/bin", "PWD=/"]
        expected.cwd = "/srv"
        expected.root = "/jail"
        expected.uid = 2
        expected.gid = 5
        expected.groupID = 2
        expected.sessionID = 3
        expected.fdLimit = 1024
        expected.vmSize = 10_540
        expected.vmResident = 4_324
        expected.files = [
            ImportedThread.File(number: 0, path: "host:[4]", mode: 8_630),
            ImportedThread.File(number: 1, path: "/var/log/x", mode: 33_188),
            ImportedThread.File(number: 2, path: ""),
            ImportedThread.File(number: 0, path: "/tmp", mode: 16_877),
        ]
        #expect(process == expected)
        #expect(dump.processes.count == 1)
    }

    @Test func whatIsMissingIsUnknown() throws {
        let dump = ProcfsDump.processes(of: #"{"status":{"pid":3},"args":[""],"env":[""]}"#)
        #expect(dump.processes == [ImportedThread(threadID: 3)])
    }

    @Test(arguments: [
        "{}", "[]", "7", "{\"status\":{}}", "{\"status\":{\"pid\":0}}",
        "{\"status\":{\"pid\":-4}}", "{\"status\":{\"pid\":99999999999}}",
        "{\"status\":{\"pid\":\"7\"}}", "{\"status\":{\"pid\":7}", "cannot dump: no such sandbox",
    ])
    func whatIsNoProcessIsCounted(_ line: String) {
        let dump = ProcfsDump.processes(of: "PROCFS DUMP\n\n\(line)\n\n{\"status\":{\"pid\":5}}\n")
        #expect(dump.rejectedCount == 1)
        #expect(dump.processes.map(\.threadID) == [5])
    }

    @Test func anEmptyDumpIsNone() {
        for text in ["", "PROCFS DUMP\n", "\n\n"] {
            let dump = ProcfsDump.processes(of: text)
            #expect(dump.processes.isEmpty && dump.rejectedCount == 0)
        }
    }
}
