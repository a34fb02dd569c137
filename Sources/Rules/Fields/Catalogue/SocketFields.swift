/// `fd.*` for sockets.
enum SocketFields {
    private static let hostNameNote =
        "compared with a name by the addresses that it stands for; has no text to print"

    static let definitions: [FieldDefinition] = [
        FieldDefinition(
            .fdIp, "fd.ip", .ipaddr, flags: [.filterOnly, .noTransformer, .noRightHandSide],
            needs: .descriptor,
            gVisor: .full(points: ["syscall/connect", "syscall/accept", "syscall/bind"]),
            "either address of the socket"),
        FieldDefinition(
            .fdCip, "fd.cip", .ipaddr, needs: .descriptor,
            gVisor: .partly("the local address of a connecting socket is not reported"),
            "address of the client"),
        FieldDefinition(
            .fdSip, "fd.sip", .ipaddr, needs: .descriptor,
            gVisor: .full(points: ["syscall/connect", "syscall/accept", "syscall/bind"]),
            "address of the server"),
        FieldDefinition(
            .fdLip, "fd.lip", .ipaddr, needs: .descriptor,
            gVisor: .partly("without a list of interfaces the server's side counts as local"),
            "local address"),
        FieldDefinition(
            .fdRip, "fd.rip", .ipaddr, needs: .descriptor,
            gVisor: .partly("without a list of interfaces the client's side counts as remote"),
            "remote address"),
        FieldDefinition(
            .fdPort, "fd.port", .port, flags: [.filterOnly, .noTransformer, .noRightHandSide],
            needs: .descriptor,
            gVisor: .full(points: ["syscall/connect", "syscall/accept", "syscall/bind"]),
            "either port of the socket"),
        FieldDefinition(
            .fdCport, "fd.cport", .port, needs: .descriptor,
            gVisor: .partly("the local port of a connecting socket is not reported"),
            "port of the client"),
        FieldDefinition(
            .fdSport, "fd.sport", .port, needs: .descriptor,
            gVisor: .full(points: ["syscall/connect", "syscall/accept", "syscall/bind"]),
            "port of the server"),
        FieldDefinition(
            .fdLport, "fd.lport", .port, needs: .descriptor, gVisor: .partly("as fd.lip"),
            "local port"),
        FieldDefinition(
            .fdRport, "fd.rport", .port, needs: .descriptor, gVisor: .partly("as fd.rip"),
            "remote port"),
        FieldDefinition(
            .fdL4proto, "fd.l4proto", .charbuf, needs: .descriptor, "tcp, udp, icmp or raw"),
        FieldDefinition(.fdSockfamily, "fd.sockfamily", .charbuf, needs: .descriptor, "ip or unix"),
        FieldDefinition(
            .fdIsServer, "fd.is_server", .bool, needs: .descriptor,
            "whether the descriptor is the serving end"),
        FieldDefinition(
            .fdProto, "fd.proto", .port, flags: [.filterOnly, .noTransformer, .noRightHandSide],
            needs: .descriptor, "either port, as a number or a service's name"),
        FieldDefinition(
            .fdCproto, "fd.cproto", .charbuf, needs: .descriptor, gVisor: .partly("as fd.cport"),
            "port of the client as text"),
        FieldDefinition(
            .fdSproto, "fd.sproto", .charbuf, needs: .descriptor, "port of the server as text"),
        FieldDefinition(
            .fdLproto, "fd.lproto", .charbuf, needs: .descriptor, gVisor: .partly("as fd.lip"),
            "local port as text"),
        FieldDefinition(
            .fdRproto, "fd.rproto", .charbuf, needs: .descriptor, gVisor: .partly("as fd.rip"),
            "remote port as text"),
        FieldDefinition(
            .fdNet, "fd.net", .ipnet, flags: [.filterOnly, .noTransformer, .noRightHandSide],
            needs: .descriptor, "compared with a network: either address lies in it"),
        FieldDefinition(
            .fdCnet, "fd.cnet", .ipnet, flags: [.filterOnly, .noTransformer, .noRightHandSide],
            needs: .descriptor, gVisor: .partly("as fd.cip"),
            "compared with a network: the client's address lies in it"),
        FieldDefinition(
            .fdSnet, "fd.snet", .ipnet, flags: [.filterOnly, .noTransformer, .noRightHandSide],
            needs: .descriptor, "compared with a network: the server's address lies in it"),
        FieldDefinition(
            .fdLnet, "fd.lnet", .ipnet, flags: [.filterOnly, .noTransformer, .noRightHandSide],
            needs: .descriptor, gVisor: .partly("as fd.lip"),
            "compared with a network: the local address lies in it"),
        FieldDefinition(
            .fdRnet, "fd.rnet", .ipnet, flags: [.filterOnly, .noTransformer, .noRightHandSide],
            needs: .descriptor, gVisor: .partly("as fd.rip"),
            "compared with a network: the remote address lies in it"),
        FieldDefinition(
            .fdConnected, "fd.connected", .bool, needs: .descriptor,
            gVisor: .partly("what became of a connect in progress is not reported"),
            "whether the socket is connected"),
        FieldDefinition(
            .fdCipName, "fd.cip.name", .charbuf, flags: [.noTransformer, .noRightHandSide],
            needs: .descriptor, gVisor: .partly(hostNameNote),
            "host name of the client"),
        FieldDefinition(
            .fdSipName, "fd.sip.name", .charbuf, flags: [.noTransformer, .noRightHandSide],
            needs: .descriptor, gVisor: .partly(hostNameNote),
            "host name of the server"),
        FieldDefinition(
            .fdLipName, "fd.lip.name", .charbuf, flags: [.noTransformer, .noRightHandSide],
            needs: .descriptor, gVisor: .partly(hostNameNote),
            "host name of the local end"),
        FieldDefinition(
            .fdRipName, "fd.rip.name", .charbuf, flags: [.noTransformer, .noRightHandSide],
            needs: .descriptor, gVisor: .partly(hostNameNote),
            "host name of the remote end"),
    ]
}
