import Foundation
import GVisor
import Testing

/// runsc replaced by a script that answers as the real one does.
struct FakeRunsc: ~Copyable {
    let folder: URL
    var runsc: Runsc { Runsc(program: folder.appendingPathComponent("runsc").path, root: "/r") }
    var log: String {
        (try? String(contentsOf: folder.appendingPathComponent("log"), encoding: .utf8)) ?? ""
    }

    init(_ cases: String) throws {
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("gvfast-runsc-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let script = """
            #!/bin/sh
            echo "$*" >> '\(folder.path)/log'
            case "$*" in
            probe) exit 0;;
            \(cases)
            *) echo "unexpected: $*" >&2; exit 128;;
            esac
            """
        let file = folder.appendingPathComponent("runsc")
        try script.write(to: file, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
        // A child that another test starts just now may hold the file open for writing until it
        // becomes its own program; until then this one cannot be run.
        while (try? ChildProcess.run([file.path, "probe"], timeoutMillis: 5_000)) == nil {
            usleep(1_000)
        }
        try? FileManager.default.removeItem(at: folder.appendingPathComponent("log"))
    }

    deinit { try? FileManager.default.removeItem(at: folder) }
}

@Suite struct RunscTests {
    static let list = """
        "--root /r list -format json") cat <<'X'
        [{"ociVersion":"1.0.2-dev","id":"pod1","status":"running","pid":9,"bundle":"/b/pod1",
          "annotations":{"io.kubernetes.cri.container-type":"sandbox"}},
         {"ociVersion":"1.0.2-dev","id":"app1","status":"running","pid":9,"bundle":"b",
          "annotations":{"io.kubernetes.cri.container-type":"container",
          "io.kubernetes.cri.sandbox-id":"pod1"}},
         {"ociVersion":"1.0.2-dev","id":"gone","status":"running","pid":9,"bundle":"b"},
         {"ociVersion":"1.0.2-dev","id":"dead","status":"stopped","pid":-1,"bundle":"b"}]
        X
        ;;
        """

    @Test func theListIsReadWithStatesAndKinds() throws {
        let fake = try FakeRunsc(Self.list)
        let containers = try fake.runsc.list()
        #expect(containers.map(\.id) == ["pod1", "app1", "gone", "dead"])
        #expect(containers.map(\.isRunning) == [true, true, true, false])
        #expect(containers.map(\.isSubContainer) == [false, true, false, false])
    }

    @Test func noContainersAtAllIsNoError() throws {
        let fake = try FakeRunsc("*list*) echo null;;")
        #expect(try fake.runsc.list() == [])
    }

    @Test func attachingSkipsSubContainersAndOutlivesDeadOnes() throws {
        let fake = try FakeRunsc(
            Self.list + """

                "--root /r trace create --force --config /c.json pod1") echo created;;
                "--root /r trace procfs pod1") echo 'PROCFS DUMP';;
                "--root /r ps -format json pod1") echo '[1]';;
                "--root /r ps -format json app1") echo '[2,3]';;
                "--root /r trace create --force --config /c.json gone")
                    echo "loading sandbox: file does not exist" >&2; exit 128;;
                """)
        let attacher = SandboxAttacher(runsc: fake.runsc, configPath: "/c.json")
        var told: [String] = []
        func report(_ event: SandboxAttacher.Event) {
            switch event {
            case .attached(let sandbox):
                told.append("\(sandbox.id) \(sandbox.procfs?.count ?? -1)")
                #expect(sandbox.launcherPID > 0)
                #expect(sandbox.containers == [1: "pod1", 2: "app1", 3: "app1"])
            case .failed(let id, let reason): told.append("\(id) \(reason)")
            case .unavailable(let reason): told.append(reason)
            }
        }
        attacher.attach(attacher.running(report: report), isStopped: { false }, report: report)
        #expect(
            told == [
                "pod1 12",
                "gone runsc trace create --force --config /c.json gone: exit code 128: "
                    + "loading sandbox: file does not exist",
            ])
        #expect(!fake.log.contains("trace create --force --config /c.json app1"))
        #expect(!fake.log.contains("dead"))
    }

    @Test func aHangingRunscEndsAtItsLimit() throws {
        let fake = try FakeRunsc("*list*) sleep 60;;")
        var runsc = fake.runsc
        runsc.timeoutMillis = 200
        #expect {
            try runsc.list()
        } throws: {
            "\($0)" == "runsc list -format json: no answer in 200 ms, killed"
        }
    }

    @Test func idsThatLookLikeFlagsReachNoCommandLine() throws {
        let fake = try FakeRunsc("*) echo '{\"id\":\"x\"}';;")
        #expect(throws: Runsc.Failure.self) { try fake.runsc.state("--help") }
        #expect(fake.log == "")
    }

    @Test func processesOfAContainerAreNumbers() throws {
        let fake = try FakeRunsc("*ps*) echo '[1,2,17]';;")
        #expect(try fake.runsc.processes("a") == [1, 2, 17])
    }
}
