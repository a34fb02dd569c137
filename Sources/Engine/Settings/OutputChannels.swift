package import Alerts
internal import Core

/// Where alerts go: the `…_output` keys.
package struct OutputChannels: Sendable, Equatable {
    /// `stdout_output.enabled`; nil: when nothing else is.
    package var isStandardOutputEnabled: Bool?
    /// `syslog_output.enabled`.
    package var isSyslogEnabled = false
    /// `file_output`.
    package var file = File()
    /// `program_output`.
    package var program = Program()

    /// `http_output`.
    package var http = HTTP()

    /// Lines as the bodies of POST requests.
    package struct HTTP: Sendable, Equatable {
        package var isEnabled = false
        package var url = ""
        package var userAgent = "falcosecurity/falco"
        package var isKeptAlive = false
        package var maxConsecutiveTimeouts: UInt64 = 5
    }

    /// Lines appended to a file.
    package struct File: Sendable, Equatable {
        package var isEnabled = false
        package var path = ""
        package var isKeptOpen = false
    }

    /// Lines on the standard input of a command.
    package struct Program: Sendable, Equatable {
        package var isEnabled = false
        package var command = ""
        package var isKeptAlive = false
    }

    package init() {}

    /// Opens the outputs; one line says why that cannot be done.
    package func makeSinks() throws(ConfigNode.Failure) -> [any AlertSink] {
        var sinks: [any AlertSink] = []
        if file.isEnabled { sinks.append(try makeFile()) }
        if program.isEnabled {
            if program.command.isEmpty {
                throw ConfigNode.Failure("program_output is enabled without a program")
            }
            sinks.append(ProgramSink(command: program.command, keepAlive: program.isKeptAlive))
        }
        if isSyslogEnabled { sinks.append(SyslogSink()) }
        if http.isEnabled { sinks.append(try makeHTTP()) }
        if isStandardOutputEnabled ?? sinks.isEmpty { sinks.insert(StandardOutputSink(), at: 0) }
        if sinks.isEmpty {
            throw ConfigNode.Failure("no output is enabled: alerts would go nowhere")
        }
        return sinks
    }

    private func makeHTTP() throws(ConfigNode.Failure) -> HTTPSink {
        do throws(HTTPEndpoint.Failure) {
            return HTTPSink(
                endpoint: try HTTPEndpoint(http.url), userAgent: http.userAgent,
                keepAlive: http.isKeptAlive,
                maxConsecutiveTimeouts: Int(clamping: http.maxConsecutiveTimeouts))
        } catch .encrypted {
            throw ConfigNode.Failure(
                "http_output.url: https is not supported; use program_output with curl, or a "
                    + "forwarder on this machine")
        } catch {
            throw ConfigNode.Failure(
                "http_output.url: found '\(http.url)', expected http://HOST[:PORT]/PATH")
        }
    }

    private func makeFile() throws(ConfigNode.Failure) -> FileSink {
        if file.path.isEmpty {
            throw ConfigNode.Failure("file_output is enabled without a filename")
        }
        let sink = FileSink(path: file.path, keepAlive: file.isKeptOpen)
        do throws(SystemError) {
            try sink.probe()
        } catch {
            throw ConfigNode.Failure("file_output: \(file.path): \(error.description)")
        }
        return sink
    }
}

extension OutputChannels {
    /// Takes in one of the keys; false when it is none.
    mutating func take(_ key: String, _ value: ConfigNode) throws(ConfigNode.Failure) -> Bool {
        switch key {
        case "stdout_output":
            let group = try ConfigGroup(key, value, keys: ["enabled"])
            isStandardOutputEnabled = try group.boolean("enabled") ?? isStandardOutputEnabled
        case "syslog_output":
            let group = try ConfigGroup(key, value, keys: ["enabled"])
            isSyslogEnabled = try group.boolean("enabled") ?? false
        case "file_output":
            let group = try ConfigGroup(key, value, keys: ["enabled", "filename", "keep_alive"])
            file.isEnabled = try group.boolean("enabled") ?? false
            file.path = group.text("filename") ?? ""
            file.isKeptOpen = try group.boolean("keep_alive") ?? false
        case "program_output":
            let group = try ConfigGroup(key, value, keys: ["enabled", "program", "keep_alive"])
            program.isEnabled = try group.boolean("enabled") ?? false
            program.command = group.text("program") ?? ""
            program.isKeptAlive = try group.boolean("keep_alive") ?? false
        case "http_output": try takeHTTP(key, value)
        default: return false
        }
        return true
    }

    /// The keys about certificates are accepted for URLs that need none.
    private mutating func takeHTTP(
        _ key: String, _ value: ConfigNode
    ) throws(ConfigNode.Failure) {
        let group = try ConfigGroup(
            key, value,
            keys: [
                "enabled", "url", "user_agent", "insecure", "ca_cert", "ca_bundle", "ca_path",
                "mtls", "client_cert", "client_key", "echo", "compress_uploads", "keep_alive",
                "max_consecutive_timeouts",
            ])
        http.isEnabled = try group.boolean("enabled") ?? false
        http.url = group.text("url") ?? ""
        http.userAgent = group.text("user_agent") ?? http.userAgent
        http.isKeptAlive = try group.boolean("keep_alive") ?? false
        if let limit = group["max_consecutive_timeouts"] {
            http.maxConsecutiveTimeouts = try limit.expectCount("\(key).max_consecutive_timeouts")
        }
    }
}

/// A key whose value is a map of known keys.
struct ConfigGroup {
    private let key: String
    private let members: [String: ConfigNode]

    /// An unknown member is an error.
    init(_ key: String, _ value: ConfigNode, keys: Set<String>) throws(ConfigNode.Failure) {
        self.key = key
        switch value {
        case .null: members = [:]
        case .map(let map): members = map
        case .scalar, .list:
            throw ConfigNode.Failure("\(key): found \(value.kindName), expected a map")
        }
        if let other = members.keys.filter({ !keys.contains($0) }).min() {
            throw ConfigNode.Failure("\(key): unknown key '\(other)'")
        }
    }

    subscript(_ name: String) -> ConfigNode? { members[name] }

    func text(_ name: String) -> String? { members[name]?.text }

    func boolean(_ name: String) throws(ConfigNode.Failure) -> Bool? {
        guard let value = members[name] else { return nil }
        return try value.expectBoolean("\(key).\(name)")
    }
}
