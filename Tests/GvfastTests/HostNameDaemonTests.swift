import TestSupport
import Testing

/// Host names in the rules of the listening program.
@Suite(.serialized) struct HostNameDaemonTests {
    @Test func aRuleFindsConnectionsToANameOfThisMachine() throws {
        let path = SharedFiles.path("captures/runsc-20221219/web.trace")
        guard let web = path.map(SharedFiles.datagrams(of:)) else { return }
        let folder = try TemporaryFolder()
        let rules = try folder.write(
            "r.yaml",
            """
            - rule: Connection to this machine
              desc: d
              condition: evt.type = connect and fd.sip.name = localhost
              output: connected to %fd.sip
              priority: INFO
            - rule: Connection to nowhere
              desc: d
              condition: evt.type = connect and fd.sip.name = no-such-host.invalid
              output: connected to nowhere
              priority: INFO
            """)
        let daemon = try Daemon(folder: folder.path, ["-r", rules])
        // The name's answer comes when it comes: connections before it raise nothing.
        for _ in 0..<20 where daemon.output.isEmpty {
            let sentry = try FakeSentry(socket: daemon.socket)
            _ = sentry.send(web)
            _ = daemon.wait(seconds: 2) { !daemon.output.isEmpty }
        }
        #expect(daemon.output.contains("connected to 127.0.0.1"))
        #expect(!daemon.output.contains("nowhere"))
        #expect(daemon.stop() == 0)
        #expect(daemon.errors.contains("Looking up 2 of the 2 host names"))
        #expect(daemon.errors.contains("Host names: "))
    }

    @Test func nobodyLooksUpNamesThatNoRuleComparesWith() throws {
        let folder = try TemporaryFolder()
        let daemon = try Daemon(folder: folder.path)
        #expect(daemon.stop() == 0)
        #expect(!daemon.errors.contains("host names"))
        #expect(!daemon.errors.contains("Host names"))
    }
}
