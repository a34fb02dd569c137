import GVisor
import Testing

@Suite struct SessionConfigTests {
    func error(_ text: String) -> ConfigError? {
        do {
            _ = try SessionConfig.parse(Array(text.utf8), path: "f.json")
            return nil
        } catch { return error }
    }

    /// The shape that Falco's generator writes.
    let falco = """
        {"trace_session": {"name": "Default", "ignore_missing": true,
          "points": [{"context_fields": ["time", "thread_id", "container_id"],
                      "name": "syscall/openat/enter"},
                     {"name": "syscall/sysno/9/exit"}],
          "sinks": [{"config": {"endpoint": "/run/falco/gvisor.sock", "retries": 3},
                     "ignore_setup_error": true, "name": "remote"}]}}
        """

    @Test func aConfigMadeForFalcoIsAcceptedAsItIs() throws {
        let config = try SessionConfig.parse(Array(falco.utf8), path: "f.json")
        #expect(config.endpoint == "/run/falco/gvisor.sock")
        #expect(config.points.map(\.name) == ["syscall/openat/enter", "syscall/sysno/9/exit"])
        #expect(config.isMissingIgnored)
        #expect(config.warnings == [])
    }

    @Test func theFirstRemoteSinkCounts() throws {
        let text = """
            {"TRACE_SESSION": {"name": "Default", "sinks": [{"name": "null"},
            {"Name": "remote", "Config": {"Endpoint": "/a"}},
            {"name": "remote", "config": {"endpoint": "/b"}}]}} rubbish
            """
        #expect(try SessionConfig.parse(Array(text.utf8), path: "f").endpoint == "/a")
    }

    @Test(arguments: [
        ("[]", "f.json:1:1: found an array, expected an object with \"trace_session\""),
        ("{}", "f.json:1:1: found no key \"trace_session\""),
        (
            "{\"name\":\"Default\",\"sinks\":[]}",
            "f.json:1:1: found a bare session, expected it as the value of \"trace_session\""
        ),
        (
            "{\"trace_session\":{\"name\":\"X\"}}",
            "f.json:1:26: found session name the string \"X\", "
                + "expected \"Default\", the only one that gVisor knows"
        ),
        (
            "{\"trace_session\":{\"name\":\"Default\"}}",
            "f.json:1:18: found no \"sinks\", expected a remote one with an endpoint"
        ),
        (
            "{\"trace_session\":{\"name\":\"Default\",\"sinks\":[]}}",
            "f.json:1:44: found no sink named \"remote\", expected one with an endpoint"
        ),
        (
            "{\"trace_session\":{\"name\":\"Default\",\"sinks\":[{\"name\":\"remote\"}]}}",
            "f.json:1:45: found a remote sink without \"config\": {\"endpoint\": …}"
        ),
        (
            "{\"trace_session\":{\"name\":\"Default\",\"sinks\":[\n{\"name\":\"remote\","
                + "\"config\":{\"endpoint\":7}}]}}",
            "f.json:2:39: found the number 7, expected the path of a socket"
        ),
        ("{\"trace_session\": nul}", "f.json:1:19: found 'n', expected null"),
    ])
    func faultsAreToldInOneLineWithTheirPlace(_ text: String, _ message: String) {
        #expect(error(text)?.description == message)
    }

    @Test(arguments: [("/no/such", "No such file or directory"), ("/", "Is a directory")])
    func anUnreadableFileIsToldInTheSystemsWords(_ path: String, _ message: String) {
        do {
            _ = try SessionConfig.read(path: path)
            Issue.record("\(path) was read")
        } catch {
            #expect(error.description == "\(path): \(message)")
        }
    }

    @Test func longSocketPathsAreRefused() {
        let path = "/" + String(repeating: "x", count: 107)
        let text = falco.replacing("/run/falco/gvisor.sock", with: path)
        #expect(error(text)?.message.contains("108 bytes, expected at most 107") == true)
    }

    @Test func keysThatRunscRefusesAreWarnedOf() throws {
        let text = falco.replacing("\"ignore_missing\"", with: "\"ignore_mising\"")
        let config = try SessionConfig.parse(Array(text.utf8), path: "f")
        #expect(
            config.warnings == [
                "line 1: runsc refuses files with the unknown key \"ignore_mising\""
            ])
    }

    @Test func pointsWithoutIdentityAreWarnedOf() throws {
        let text = falco.replacing("\"thread_id\", ", with: "")
        let config = try SessionConfig.parse(Array(text.utf8), path: "f")
        #expect(
            config.warnings == [
                "1 of 2 points lack context field thread_id, the first is syscall/openat/enter"
            ])
    }
}
