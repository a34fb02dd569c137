internal import Glibc

/// What gvfast needs of a session file, the one that `runsc --pod-init-config` takes. A file made
/// for Falco reads the same.
package struct SessionConfig: Sendable {
    /// One trace point that the session asks for.
    package struct Point: Equatable, Sendable {
        package let name: String
        package let optionalFields: [String]
        package let contextFields: [String]
    }

    /// Where the file lies.
    package let path: String
    /// The socket on which sandboxes look for us: `endpoint` of the first sink that has one.
    package let endpoint: String
    package let points: [Point]
    package let isMissingIgnored: Bool
    /// What runsc will take amiss or what leaves gvfast half blind; one sentence each.
    package let warnings: [String]
}

/// Why a session file cannot be used: one line for the user.
package struct ConfigError: Error, Equatable, CustomStringConvertible {
    package let path: String
    /// Nil when the file as a whole is meant.
    package let place: TextPlace?
    package let message: String

    package var description: String {
        guard let place else { return "\(path): \(message)" }
        return "\(path):\(place.line):\(place.column): \(message)"
    }
}

extension SessionConfig {
    /// A socket path longer than this does not fit a `sockaddr_un`.
    package static let endpointByteCountLimit = 107

    /// Files above this size are refused; a real one has some 20 KiB.
    static let fileByteCountLimit = 16 << 20

    /// Reads and checks the session file at `path`.
    package static func read(path: String) throws(ConfigError) -> SessionConfig {
        let bytes: [UInt8]
        do {
            bytes = try SmallFile.read(path, byteCountLimit: fileByteCountLimit)
        } catch {
            throw ConfigError(path: path, place: nil, message: error.description)
        }
        return try parse(bytes, path: path)
    }

    /// Checks the text of a session file; `path` is for messages.
    package static func parse(_ bytes: [UInt8], path: String) throws(ConfigError) -> SessionConfig {
        let root: JSONNode
        do {
            root = try JSONParser.parse(bytes)
        } catch {
            throw ConfigError(path: path, place: error.place, message: error.message)
        }
        func fail(_ node: JSONNode, _ message: String) -> ConfigError {
            ConfigError(path: path, place: node.place, message: message)
        }
        guard root.members != nil else {
            throw fail(root, "found \(root.kindName), expected an object with \"trace_session\"")
        }
        guard let session = root.member("trace_session") else {
            let isBare = root.member("sinks") != nil || root.member("points") != nil
            throw fail(
                root,
                isBare
                    ? "found a bare session, expected it as the value of \"trace_session\""
                    : "found no key \"trace_session\"")
        }
        guard session.members != nil else {
            throw fail(session, "found \(session.kindName), expected the session's object")
        }
        guard let name = session.member("name"), name.text == "Default" else {
            throw fail(
                session.member("name") ?? session,
                "found session name \(session.member("name")?.kindName ?? "missing"), "
                    + "expected \"Default\", the only one that gVisor knows")
        }
        let endpoint = try endpoint(of: session, fail)
        let points = try points(of: session, fail)
        return SessionConfig(
            path: path, endpoint: endpoint, points: points,
            isMissingIgnored: isTrue(session.member("ignore_missing")),
            warnings: unknownKeys(root, session) + blindSpots(points))
    }

    private typealias Fail = (JSONNode, String) -> ConfigError

    private static func isTrue(_ node: JSONNode?) -> Bool {
        if case .boolean(true) = node?.value { return true }
        return false
    }

    private static func endpoint(
        of session: JSONNode, _ fail: Fail
    ) throws(ConfigError) -> String {
        guard let sinks = session.member("sinks") else {
            throw fail(session, "found no \"sinks\", expected a remote one with an endpoint")
        }
        guard let elements = sinks.elements else {
            throw fail(sinks, "found \(sinks.kindName), expected an array of sinks")
        }
        for sink in elements where sink.member("name")?.text == "remote" {
            guard let config = sink.member("config"), let node = config.member("endpoint") else {
                throw fail(sink, "found a remote sink without \"config\": {\"endpoint\": …}")
            }
            guard let endpoint = node.text, !endpoint.isEmpty else {
                throw fail(node, "found \(node.kindName), expected the path of a socket")
            }
            guard endpoint.utf8.count <= endpointByteCountLimit else {
                throw fail(
                    node,
                    "found a socket path of \(endpoint.utf8.count) bytes, "
                        + "expected at most \(endpointByteCountLimit)")
            }
            return endpoint
        }
        throw fail(sinks, "found no sink named \"remote\", expected one with an endpoint")
    }

    private static func points(
        of session: JSONNode, _ fail: Fail
    ) throws(ConfigError) -> [Point] {
        guard let node = session.member("points") else { return [] }
        guard let elements = node.elements else {
            throw fail(node, "found \(node.kindName), expected an array of points")
        }
        var points: [Point] = []
        for element in elements {
            guard let name = element.member("name")?.text else {
                throw fail(element, "found a point without a name")
            }
            points.append(
                Point(
                    name: name,
                    optionalFields: strings(element.member("optional_fields")),
                    contextFields: strings(element.member("context_fields"))))
        }
        return points
    }

    private static func strings(_ node: JSONNode?) -> [String] {
        (node?.elements ?? []).compactMap(\.text)
    }
}
