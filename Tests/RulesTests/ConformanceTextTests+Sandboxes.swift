import TestSupport
import Testing

/// What a sandbox's messages become: files and sockets.
extension ConformanceTextTests {
    static let sandboxes: [String: Answer] = [
        "gvisor-001": .instead("a failed call is no success with result 0", failedOpenKeepsZero),
        "gvisor-002": .holds(failedOpen),
        "gvisor-003": .instead("a local end that nobody told is missing, not 0.0.0.0") {
            let wanted = [
                outbound(4): "true", #"fd.ip != "0.0.0.0""#: "true", "fd.sport": "443",
                #"fd.ip = "93.184.216.34""#: "true", "fd.sip": "93.184.216.34",
                "fd.cip": "<NA>", "fd.cport": "<NA>", "fd.lip": "<NA>",
            ]
            expect("gvisor-003", try connected(2, ipv4, Array(wanted.keys)), wanted)
        },
        "gvisor-004": .holds {
            let wanted = [#"fd.ip != "0.0.0.0""#: "true", outbound(6): "true"]
            expect("gvisor-004", try connected(10, ipv6, Array(wanted.keys)), wanted)
        },
        "gvisor-008": .instead("the new descriptor is known, with both of its ends", accepted),
    ]

    private static let ipv4: [UInt8] = address([1, 187, 93, 184, 216, 34])
    private static let ipv6: [UInt8] =
        [10, 0, 1, 187, 0, 0, 0, 0, 0x26, 0x06, 0x28, 0] + [UInt8](repeating: 1, count: 12)
        + [0, 0, 0, 0]

    /// An IPv4 socket address: port and address, in network order.
    private static func address(_ bytes: [UInt8]) -> [UInt8] {
        [2, 0] + bytes + [UInt8](repeating: 0, count: 8)
    }

    /// The part of the macro `outbound` that speaks of connects.
    private static func outbound(_ typeChar: Int) -> String {
        "evt.type = connect and fd.typechar = \(typeChar) and fd.ip != \"0.0.0.0\" "
            + "and fd.net != \"127.0.0.0/8\" and not fd.snet in (\"10.0.0.0/8\", "
            + "\"192.168.0.0/16\", \"172.16.0.0/12\") and (evt.rawres >= 0 or "
            + "evt.res = EINPROGRESS)"
    }

    private static func socket(_ run: TextCaseRun, _ family: Int64, fd: Int64) -> [UInt8] {
        run.exit(12, sysno: 41, result: fd) {
            $0.number(4, family)
            $0.number(5, 1)
        }
    }

    /// What is seen of a connect.
    private static func connected(
        _ family: Int64, _ address: [UInt8], _ wanted: [String]
    ) throws -> [String: String] {
        let run = TextCaseRun()
        let connect = run.exit(10, sysno: 42, fd: 6) { $0.bytes(6, address) }
        return try run.observe([socket(run, family, fd: 6), connect], wanted)
    }

    /// An open that finds nothing.
    private static func badOpen(_ run: TextCaseRun) -> [UInt8] {
        run.exit(7, sysno: 2, errorno: 2, fd: -100) { $0.text(6, "/etc/none") }
    }

    private static func failedOpenKeepsZero() throws {
        let run = TextCaseRun()
        let seen = try run.observe([badOpen(run)], ["evt.res", "fd.num", "evt.rawres"])
        expect("gvisor-001", seen, ["evt.res": "ENOENT", "fd.num": "-1", "evt.rawres": "-2"])
        let read = run.exit(9, sysno: 0, result: 1, fd: 0)
        let later = try run.observe([read], ["fd.num", "fd.name = /etc/none"])
        expect("gvisor-001", later, ["fd.num": "0", "fd.name = /etc/none": "false"])
    }

    private static func failedOpen() throws {
        let run = TextCaseRun()
        let before = try run.observe(
            [run.exit(9, sysno: 0, result: 1, fd: 0)], ["proc.fdopencount"])
        let wanted = [
            "evt.type": "open", "evt.arg.fd": "ENOENT", "evt.rawarg.fd": "-2",
            "evt.res": "ENOENT", "fd.num": "-1", "fd.typechar": "o", "evt.failed": "true",
            "proc.fdopencount": before["proc.fdopencount"] ?? "?",
        ]
        let seen = try run.observe([badOpen(run)], Array(wanted.keys))
        expect("gvisor-002", seen, wanted)
    }

    private static func accepted() throws {
        let run = TextCaseRun()
        let bind = run.exit(24, sysno: 49, fd: 3) { $0.bytes(6, address([31, 144, 10, 0, 0, 2])) }
        let accept = run.exit(25, sysno: 43, result: 9, fd: 3) {
            $0.bytes(6, address([156, 64, 192, 168, 1, 9]))
        }
        let wanted = [
            "evt.type": "accept", "fd.num": "9", "fd.cip": "192.168.1.9", "fd.cport": "40000",
            "fd.sip": "10.0.0.2", "fd.sport": "8080",
        ]
        let seen = try run.observe([socket(run, 2, fd: 3), bind, accept], Array(wanted.keys))
        expect("gvisor-008", seen, wanted)
        let read = run.exit(9, sysno: 0, result: 1, fd: 9)
        let later = try run.observe([read], ["fd.num", "fd.cip"])
        expect("gvisor-008", later, ["fd.num": "9", "fd.cip": "192.168.1.9"])
    }
}
