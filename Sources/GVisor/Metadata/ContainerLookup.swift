internal import Glibc

/// Finds out what this host's runtimes know of a container: first from files, then from `runsc
/// state` and from Docker's daemon where the files leave something open. Blocks; one thread.
package struct ContainerLookup {
    /// What one look came to.
    package enum Outcome: Equatable, Sendable {
        /// All that is to be known.
        case complete
        /// No runtime knows the container, perhaps not yet.
        case unknown
        /// A runtime may know more but could not be asked: its words.
        case failed(String)
    }

    private let runsc: Runsc
    private let sources: ContainerSources
    private var gates: [CircuitGate]

    /// Files of the runtimes are small; larger ones are not read.
    private static let fileByteCountLimit = 4 << 20

    package init(runsc: Runsc, sources: ContainerSources) {
        self.runsc = runsc
        self.sources = sources
        gates = sources.dockerSockets.map { _ in CircuitGate() }
    }

    /// What has been found so far, and why there is not more.
    private struct Findings {
        var description: ContainerDescription
        var isBundleFound = false
        var isDockerFound = false
        var failure: String?

        mutating func fail(_ text: String) { if failure == nil { failure = text } }
    }

    /// Looks for the container, `tell`ing what is known as soon as it is: after the files, and
    /// again when more came of asking. Nothing is told when nothing is known.
    package mutating func find(
        _ id: String, nowNanos: UInt64, tell: (ContainerDescription) -> Void
    ) -> Outcome {
        var found = Findings(description: ContainerDescription(id: id))
        readBundleOfContainerd(&found)
        readRuntimes(&found)
        let early = found.description
        if !early.isEmpty { tell(early) }
        if !found.isBundleFound { askRunsc(&found) }
        if wantsDaemon(found) { askDocker(&found, nowNanos) }
        if found.description != early, !found.description.isEmpty { tell(found.description) }
        if let failure = found.failure { return .failed(failure) }
        return found.description.isEmpty && !found.isBundleFound ? .unknown : .complete
    }

    // MARK: - Files

    private func json(_ path: String, _ found: inout Findings) -> JSONNode? {
        do {
            return try JSONNode.file(path, byteCountLimit: Self.fileByteCountLimit)
        } catch {
            if case .unreadable(let text) = error { found.fail(text) }
            return nil
        }
    }

    private func readBundleOfContainerd(_ found: inout Findings) {
        let id = found.description.id
        guard ContainerDescription.isSafeName(id) else { return }
        for state in sources.containerdStates where !state.isEmpty {
            let tasks = "\(state)/io.containerd.runtime.v2.task"
            for namespace in Folder.names(tasks) {
                let folder = "\(tasks)/\(namespace)/\(id)"
                guard let config = json("\(folder)/config.json", &found) else { continue }
                found.isBundleFound = true
                found.description.addBundle(
                    config, folder: folder, annotations: [:],
                    isFromContainerd: namespace != "moby")
                return
            }
        }
    }

    /// Docker's and podman's own files, whichever has the container.
    private func readRuntimes(_ found: inout Findings) {
        readDocker(&found)
        if found.isDockerFound || sources.storageRoot.isEmpty { return }
        if ["containerd", "docker"].contains(found.description.runtime) { return }
        let path = "\(sources.storageRoot)/overlay-containers/containers.json"
        guard let list = json(path, &found) else { return }
        _ = found.description.addStorage(list)
    }

    private func readDocker(_ found: inout Findings) {
        let id = found.description.id
        guard !sources.dockerRoot.isEmpty, Self.isDockerID(id),
            let root = json("\(sources.dockerRoot)/containers/\(id)/config.v2.json", &found)
        else { return }
        found.isDockerFound = true
        found.description.addDockerFile(root, volumesFolder: "\(sources.dockerRoot)/volumes")
        found.description.addDockerHost(
            json("\(sources.dockerRoot)/containers/\(id)/hostconfig.json", &found))
        let driver = root.member("driver")?.text ?? ""
        guard ContainerDescription.isSafeName(driver) else { return }
        if let list = json("\(sources.dockerRoot)/image/\(driver)/repositories.json", &found) {
            found.description.addImageList(list)
        }
    }

    /// Docker's ids are 64 hex digits; anything else must not become part of a path.
    private static func isDockerID(_ id: String) -> Bool {
        id.utf8.count == 64 && id.allSatisfy(\.isHexDigit)
    }

    // MARK: - Asking

    private func askRunsc(_ found: inout Findings) {
        let container: Runsc.Container
        do {
            container = try runsc.state(found.description.id)
        } catch {
            // Not its container, or no runsc: nothing that another look would change by itself.
            return
        }
        found.isBundleFound = true
        let folder = container.bundle
        let config = folder.hasPrefix("/") ? json("\(folder)/config.json", &found) : nil
        let none = JSONNode(value: .null, place: TextPlace(line: 1, column: 1))
        found.description.addBundle(
            config ?? none, folder: folder, annotations: container.annotations,
            isFromContainerd: folder.contains("/io.containerd.runtime.") && !found.isDockerFound)
        // The bundle comes first, so that what the runtime itself says has the last word.
        readRuntimes(&found)
    }

    private func wantsDaemon(_ found: Findings) -> Bool {
        guard !sources.dockerSockets.isEmpty, Self.isDockerID(found.description.id) else {
            return false
        }
        if found.isDockerFound { return found.description.imageDigest.isEmpty }
        return found.description.runtime.isEmpty
    }

    private mutating func askDocker(_ found: inout Findings, _ nowNanos: UInt64) {
        for (index, socket) in sources.dockerSockets.enumerated() {
            guard gates[index].isOpen(nowNanos) else {
                found.fail("\(socket): not asked again yet")
                continue
            }
            var client = DockerClient(socket: socket)
            client.timeoutMillis = sources.timeoutMillis
            client.isCancelled = runsc.isCancelled
            do throws(DockerClient.Failure) {
                let isKnown = try Self.ask(client, &found)
                gates[index].succeed()
                if isKnown { return }
            } catch .absent {
                continue
            } catch {
                gates[index].fail(nowNanos)
                found.fail("\(socket): \(error.text)")
            }
        }
    }

    private static func ask(
        _ client: DockerClient, _ found: inout Findings
    ) throws(DockerClient.Failure) -> Bool {
        if !found.isDockerFound {
            let path = "/containers/\(found.description.id)/json"
            guard let root = try client.get(path) else { return false }
            found.isDockerFound = true
            found.description.addDockerAnswer(root)
        }
        guard !found.description.imageID.isEmpty else { return true }
        if let image = try client.get("/images/sha256:\(found.description.imageID)/json") {
            found.description.addImageAnswer(image)
        }
        return true
    }
}

extension DockerClient.Failure {
    /// One line.
    var text: String {
        switch self {
        case .absent: "nobody listens"
        case .timedOut: "no answer in time"
        case .tooLarge: "the answer is too large"
        case .malformed: "the answer makes no sense"
        case .refused(let status): "answered with status \(status)"
        case .broken(let reason): reason
        }
    }
}

/// Keeps a daemon that does not answer from being waited for by every container: after a failure it
/// is not asked for a second, then two, four and so on up to a minute.
struct CircuitGate {
    private var failureCount: UInt64 = 0
    private var closedUntilNanos: UInt64 = 0

    private static let longestNanos: UInt64 = 60_000_000_000

    func isOpen(_ nowNanos: UInt64) -> Bool { nowNanos >= closedUntilNanos }

    mutating func succeed() { self = CircuitGate() }

    mutating func fail(_ nowNanos: UInt64) {
        let pause = min(Self.longestNanos, 1_000_000_000 << min(failureCount, 6))
        closedUntilNanos = nowNanos &+ pause
        failureCount += 1
    }
}

/// Names in a folder.
enum Folder {
    /// More are not looked at.
    private static let nameLimit = 4_096

    /// Without `.` and `..`; none when the folder cannot be read.
    static func names(_ path: String) -> [String] {
        guard let folder = unsafe opendir(path) else { return [] }
        defer { unsafe closedir(folder) }
        var names: [String] = []
        while names.count < nameLimit, let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
                    unsafe String(cString: $0)
                }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }
}
