internal import Glibc
internal import Synchronization

/// Ports of services by name. The machine's services database is asked first; a container image
/// often has none, so the names that rules use are built in.
enum ServicePorts {
    /// The port of a service, or nil for a name that nobody knows. Cold.
    static func port(of name: String) -> UInt16? {
        guard !name.utf8.contains(0) else { return nil }
        return database.withLock { _ in
            guard let entry = unsafe getservbyname(name, nil) else { return common[name] }
            return unsafe UInt16(truncatingIfNeeded: entry.pointee.s_port).byteSwapped
        }
    }

    /// Held while the C library's lookup, which answers in static memory, is in use.
    private static let database = Mutex(())

    private static let common: [String: UInt16] = [
        "ftp-data": 20, "ftp": 21, "ssh": 22, "telnet": 23, "smtp": 25, "domain": 53,
        "bootps": 67, "bootpc": 68, "tftp": 69, "gopher": 70, "finger": 79, "http": 80,
        "kerberos": 88, "pop3": 110, "sunrpc": 111, "ntp": 123, "netbios-ns": 137,
        "netbios-dgm": 138, "netbios-ssn": 139, "imap2": 143, "snmp": 161, "snmp-trap": 162,
        "bgp": 179, "irc": 194, "ldap": 389, "https": 443, "microsoft-ds": 445, "submission": 587,
        "ipp": 631, "ldaps": 636, "rsync": 873, "imaps": 993, "pop3s": 995, "socks": 1080,
        "openvpn": 1194, "ms-sql-s": 1433, "nfs": 2049, "mysql": 3306, "ms-wbt-server": 3389,
        "svn": 3690, "sip": 5060, "xmpp-client": 5222, "postgresql": 5432, "amqp": 5672,
        "x11": 6000, "redis": 6379, "http-alt": 8080, "git": 9418,
    ]
}
