import Events
import Rules

extension ConformanceFixtures {
    package static func socket(
        fd: Int64 = 6, domain: Int64 = 2, type: Int64 = 1, protocolNumber: Int64 = 0,
        thread: Int32 = 30
    ) -> ConformanceEvent {
        ConformanceEvent(
            "socket", threadID: thread,
            [
                ("fd", .integer(fd)), ("domain", .integer(domain)), ("type", .integer(type)),
                ("proto", .integer(protocolNumber)), ("flags", .integer(0)),
            ])
    }

    package static func connect(
        from source: (String, UInt16) = ("10.0.0.5", 54321),
        to destination: (String, UInt16) = ("93.184.216.34", 443), fd: Int64 = 6,
        result: Int64 = 0, thread: Int32 = 30
    ) -> ConformanceEvent {
        var event = ConformanceEvent(
            "connect", threadID: thread,
            [("res", .integer(result)), ("tuple", .tuple), ("fd", .integer(fd)), ("addr", .tuple)])
        event.tuple = SocketTuple(source: end(source), destination: end(destination))
        return event
    }

    package static func bind(
        _ address: (String, UInt16) = ("0.0.0.0", 8080), fd: Int64 = 6, thread: Int32 = 30
    ) -> ConformanceEvent {
        var event = ConformanceEvent(
            "bind", threadID: thread,
            [("res", .integer(0)), ("addr", .tuple), ("fd", .integer(fd))])
        event.tuple = SocketTuple(source: nil, destination: end(address))
        return event
    }

    package static func accept(
        _ name: String = "accept4", fd: Int64 = 7,
        from source: (String, UInt16) = ("192.168.1.9", 40000),
        to destination: (String, UInt16) = ("192.168.1.2", 8080), thread: Int32 = 30
    ) -> ConformanceEvent {
        var parameters: [(name: String, value: ConformanceEvent.Value)] = [
            ("fd", .integer(fd)), ("tuple", .tuple), ("queuepct", .integer(0)),
            ("queuelen", .integer(0)), ("queuemax", .integer(5)),
        ]
        if name == "accept4" { parameters.append(("flags", .integer(0))) }
        var event = ConformanceEvent(name, threadID: thread, parameters)
        event.tuple = SocketTuple(source: end(source), destination: end(destination))
        return event
    }

    private static func end(_ end: (String, UInt16)) -> (IPAddress, UInt16) {
        guard let address = LiteralReader.address(Array(end.0.utf8)) else {
            fatalError("not an address: \(end.0)")
        }
        return (address, end.1)
    }

    static let sockets: [(name: String, events: [ConformanceEvent])] = [
        ("connect", [socket(), connect()]),
        ("connect_udp", [socket(type: 2), connect(to: ("8.8.8.8", 53))]),
        ("connect_gv", [socket(), connect(from: ("0.0.0.0", 0))]),
        (
            "connect_lo",
            [socket(), connect(from: ("127.0.0.1", 54321), to: ("127.0.0.1", 80))]
        ),
        ("connect_fail", [socket(), connect(result: -111)]),
        ("connect_inprog", [socket(), connect(result: -115)]),
        (
            "connect6",
            [
                socket(domain: 10),
                connect(from: ("2001:db8::1", 54321), to: ("2001:db8:1::2", 443)),
            ]
        ),
        ("socket", [socket()]),
        ("socket_raw", [socket(domain: 17, type: 3)]),
        ("bind", [socket(), bind()]),
        ("accept", [socket(), bind(), accept()]),
        (
            "dup2",
            [
                socket(), connect(),
                ConformanceEvent(
                    "dup2",
                    [("res", .integer(1)), ("oldfd", .integer(6)), ("newfd", .integer(1))]),
            ]
        ),
    ]
}
