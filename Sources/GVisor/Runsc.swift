/// The `runsc` commands that gvfast uses, each a child process with a time limit.
package struct Runsc: Sendable {
    /// The program, looked up in PATH when it holds no slash.
    package var program: String
    /// `--root`: where that runtime keeps its state; nil leaves it to runsc.
    package var root: String?
    /// Limit of one command.
    package var timeoutMillis: Int
    /// Asked while a command runs: true kills it.
    package var isCancelled: @Sendable () -> Bool = { false }

    package init(program: String = "runsc", root: String? = nil, timeoutMillis: Int = 10_000) {
        self.program = program
        self.root = root
        self.timeoutMillis = timeoutMillis
    }

    /// One container as `runsc list` and `runsc state` tell it.
    package struct Container: Equatable, Sendable {
        package let id: String
        package let status: String
        /// The OCI bundle's folder; may be relative to a folder that we do not know.
        package let bundle: String
        package let annotations: [String: String]

        /// A container inside another one's sandbox: trace commands refuse its id.
        package var isSubContainer: Bool {
            let keys = ["io.kubernetes.cri.container-type", "io.kubernetes.cri-o.ContainerType"]
            return keys.contains { annotations[$0] == "container" }
        }

        /// Id of the sandbox that it is in, as the annotations say.
        package var sandboxID: String? {
            annotations["io.kubernetes.cri.sandbox-id"]
                ?? annotations["io.kubernetes.cri-o.SandboxID"]
        }

        package var isRunning: Bool { status == "running" }
    }

    /// Why a command gave no result: one line.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// All containers of the root, sub-containers and dead ones included.
    package func list() throws(Failure) -> [Container] {
        let outcome = try run(["list", "-format", "json"])
        let node = try parse(outcome, "list")
        // No containers at all prints `null`.
        return (node.elements ?? []).compactMap(Self.container)
    }

    /// One container.
    package func state(_ id: String) throws(Failure) -> Container {
        let outcome = try run(["state", try Self.checked(id)])
        guard let container = Self.container(try parse(outcome, "state")) else {
            throw Failure(description: "runsc state \(id): no id in the answer")
        }
        return container
    }

    /// Process ids of one container, in the numbering of the sandbox's root namespace.
    package func processes(_ id: String) throws(Failure) -> [Int] {
        let outcome = try run(["ps", "-format", "json", try Self.checked(id)])
        return (try parse(outcome, "ps").elements ?? []).compactMap(\.integer)
    }

    /// Replaces the sandbox's trace session by the one of the session file. Answers the pid of the
    /// runsc process, which is the one that connected to the session's socket.
    package func createTrace(sandbox id: String, config: String) throws(Failure) -> Int32 {
        try run(["trace", "create", "--force", "--config", config, try Self.checked(id)]).pid
    }

    /// Ends the sandbox's trace session.
    package func deleteTrace(sandbox id: String) throws(Failure) {
        _ = try run(["trace", "delete", "--name", "Default", try Self.checked(id)])
    }

    /// The procfs dump of the sandbox: lines of JSON, one per process.
    package func procfs(sandbox id: String) throws(Failure) -> [UInt8] {
        try run(["trace", "procfs", try Self.checked(id)]).output
    }

    private func run(_ arguments: [String]) throws(Failure) -> ChildProcess.Outcome {
        let global = root.map { ["--root", $0] } ?? []
        let command = "runsc \(arguments.joined(separator: " "))"
        let outcome: ChildProcess.Outcome
        do {
            outcome = try ChildProcess.run(
                [program] + global + arguments, timeoutMillis: timeoutMillis,
                isCancelled: isCancelled)
        } catch {
            throw Failure(description: error.description)
        }
        switch outcome.ending {
        case .exited(0): return outcome
        case .exited(let code):
            throw Failure(description: "\(command): exit code \(code): \(outcome.errorLine)")
        case .signalled(let signal):
            throw Failure(description: "\(command): ended by signal \(signal)")
        case .timedOut:
            throw Failure(description: "\(command): no answer in \(timeoutMillis) ms, killed")
        }
    }

    private func parse(
        _ outcome: ChildProcess.Outcome, _ command: String
    ) throws(Failure) -> JSONNode {
        do {
            return try JSONParser.parse(outcome.output)
        } catch {
            throw Failure(
                description: "runsc \(command): line \(error.place.line): \(error.message)")
        }
    }

    /// An id reaches a command line, so it must not look like a flag.
    private static func checked(_ id: String) throws(Failure) -> String {
        guard !id.isEmpty, !id.hasPrefix("-") else {
            throw Failure(description: "container id \"\(id)\" is none")
        }
        return id
    }

    private static func container(_ node: JSONNode) -> Container? {
        guard let id = node.member("id")?.text else { return nil }
        var annotations: [String: String] = [:]
        for member in node.member("annotations")?.members ?? [] {
            annotations[member.key] = member.node.text
        }
        return Container(
            id: id, status: node.member("status")?.text ?? "",
            bundle: node.member("bundle")?.text ?? "", annotations: annotations)
    }
}
