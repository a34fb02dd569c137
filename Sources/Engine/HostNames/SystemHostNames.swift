internal import Events
internal import Glibc

/// The system's resolver: hosts file, DNS, whatever the machine is set up for. Waits for as long as
/// that takes, so it is never called on a shard's thread.
package enum SystemHostNames {
    package static func resolve(_ name: String) -> HostNameTable.Answer {
        var hints = unsafe addrinfo()
        unsafe hints.ai_family = AF_UNSPEC
        // One entry per address, not one for each kind of socket.
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let status = unsafe getaddrinfo(name, nil, &hints, &list)
        if status == EAI_NONAME || status == -5 { return .addresses([]) }  // -5: EAI_NODATA
        guard status == 0 else { return .failed }
        defer { unsafe freeaddrinfo(list) }
        var found: [IPAddress] = []
        var next = unsafe list
        while let entry = unsafe next {
            if let address = unsafe address(of: entry.pointee) { found.append(address) }
            unsafe next = entry.pointee.ai_next
        }
        return .addresses(found)
    }

    /// The address of an entry: at byte 4 of an IPv4 socket address, at byte 8 of an IPv6 one
    /// (ip(7), ipv6(7)).
    private static func address(of entry: addrinfo) -> IPAddress? {
        guard let start = unsafe entry.ai_addr else { return nil }
        let raw = unsafe UnsafeRawBufferPointer(start: start, count: Int(entry.ai_addrlen))
        func word(_ offset: Int, _ count: Int) -> UInt64 {
            unsafe raw[offset..<offset + count].reduce(0) { $0 &<< 8 | UInt64($1) }
        }
        if unsafe entry.ai_family == AF_INET, raw.count >= 8 {
            return IPAddress(ipv4: UInt32(truncatingIfNeeded: word(4, 4)))
        }
        if unsafe entry.ai_family == AF_INET6, raw.count >= 24 {
            return IPAddress(isIPv6: true, high: word(8, 8), low: word(16, 8))
        }
        return nil
    }
}
