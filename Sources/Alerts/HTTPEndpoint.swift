/// Where `http_output.url` points: the parts of an `http://` URL.
package struct HTTPEndpoint: Equatable, Sendable {
    package var host: String
    package var port: String
    /// Path and query, at least `/`.
    package var target: String

    /// Why a text is no such URL.
    package enum Failure: Error, Equatable, Sendable {
        case notHTTP
        /// TLS is not spoken here.
        case encrypted
        case malformed
    }

    /// Reads `http://HOST[:PORT][/PATH][?QUERY]`; an IPv6 address stands in brackets.
    package init(_ url: String) throws(Failure) {
        if url.lowercased().hasPrefix("https://") { throw .encrypted }
        guard url.lowercased().hasPrefix("http://") else { throw .notHTTP }
        let rest = url.dropFirst("http://".count)
        let end = rest.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? rest.endIndex
        var authority = rest[..<end]
        let path = rest[end...].prefix { $0 != "#" }
        // blanks and controls would end the request line early
        guard !url.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F }), !authority.contains("@")
        else { throw .malformed }
        var port: Substring = "80"
        if authority.first == "[" {
            guard let close = authority.firstIndex(of: "]") else { throw .malformed }
            let behind = authority[authority.index(after: close)...]
            if !behind.isEmpty {
                guard behind.first == ":" else { throw .malformed }
                port = behind.dropFirst()
            }
            authority = authority[..<close].dropFirst()
        } else if let colon = authority.firstIndex(of: ":") {
            port = authority[authority.index(after: colon)...]
            authority = authority[..<colon]
        }
        guard !authority.isEmpty, let number = UInt16(port), number > 0 else { throw .malformed }
        host = String(authority)
        self.port = String(number)
        target = path.isEmpty ? "/" : path.first == "/" ? String(path) : "/" + path
    }

    /// Host and port as the `Host` header has them.
    var header: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == "80" ? name : "\(name):\(port)"
    }
}
