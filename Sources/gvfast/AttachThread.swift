import Core
import Engine
import GVisor
import Glibc
import State
import Synchronization

/// The thread for everything that waits for `runsc` or the disk: sandboxes that were there before
/// gvfast, and metadata of containers. Nothing waits for it.
final class AttachThread: Sendable {
    private let runsc: Runsc
    private let sources: ContainerSources
    private let configPath: String
    private let isStopping = Atomic<Bool>(false)
    private let hasListed = Atomic<Bool>(false)
    private let hasEnded = Atomic<Bool>(false)
    private let mail = Mutex<ShardMail?>(nil)
    private let lookups = Mutex(ContainerDescriber.Counters())
    /// Tells the thread that there are shards, or that it is to end.
    private let signal: WakeSignal

    init(
        runsc: Runsc, sources: ContainerSources, configPath: String
    ) throws(SystemError) {
        self.configPath = configPath
        self.sources = sources
        signal = try WakeSignal()
        self.runsc = runsc
    }

    /// Starts the thread, which at once lists the sandboxes that run.
    func start() throws(SystemError) {
        _ = try ShardThread(name: "gvfast-attach") { self.run() }
    }

    /// Gives `runsc list` up to `millis` to answer before gvfast listens. Whatever is listed then
    /// cannot have connected by itself.
    func waitForList(millis: UInt64) {
        let deadline = Clock.monotonicNanos() + millis * 1_000_000
        while !hasListed.load(ordering: .acquiring), Clock.monotonicNanos() < deadline {
            usleep(1_000)
        }
    }

    /// Gvfast listens: the thread may attach.
    func begin(_ mail: ShardMail) {
        self.mail.withLock { $0 = mail }
        signal.notify()
    }

    /// Ends the thread, with any `runsc` that it waits for. Waits for that, a few seconds at most
    /// on a busy machine.
    func stop() {
        isStopping.store(true, ordering: .releasing)
        signal.notify()
        mail.withLock { $0 }?.requests.signal.notify()
        for _ in 0..<3_000 where !hasEnded.load(ordering: .acquiring) { usleep(1_000) }
    }

    private func run() {
        defer { hasEnded.store(true, ordering: .releasing) }
        var runsc = runsc
        runsc.isCancelled = { self.isStopping.load(ordering: .relaxed) }
        let attacher = SandboxAttacher(runsc: runsc, configPath: configPath)
        let containers = attacher.running(report: tell)
        hasListed.store(true, ordering: .releasing)
        guard let mail = waitForMail() else { return }
        attacher.attach(containers, isStopped: runsc.isCancelled) { event in
            tell(event)
            guard case .attached(let sandbox) = event else { return }
            mail.importProcesses(
                ProcessImport(
                    sandboxID: sandbox.id, launcherPID: sandbox.launcherPID,
                    dump: sandbox.procfs ?? [], containers: sandbox.containers))
        }
        describeContainers(mail, runsc)
    }

    private func waitForMail() -> ShardMail? {
        while !isStopping.load(ordering: .acquiring) {
            if let mail = mail.withLock({ $0 }) { return mail }
            signal.sleep(timeoutMillis: -1)
        }
        return nil
    }

    private func describeContainers(_ mail: ShardMail, _ runsc: Runsc) {
        var describer = ContainerDescriber(runsc: runsc, sources: sources)
        while !isStopping.load(ordering: .acquiring) {
            mail.requests.signal.sleep(
                timeoutMillis: describer.waitMillis(Clock.monotonicNanos()))
            describer.add(mail.requests.take())
            while !isStopping.load(ordering: .relaxed),
                describer.step(
                    nowNanos: Clock.monotonicNanos(),
                    tell: { mail.learn(ContainerFacts($0)) },
                    report: { Log.line("Metadata of containers: \($0)") })
            {
                lookups.withLock { $0 = describer.counters }
                describer.add(mail.requests.take())
            }
        }
    }

    /// What looking containers up came to, in one line; nil when none was looked up.
    var lookupSummary: String? {
        let counters = lookups.withLock { $0 }
        if counters.lookupCount == 0 { return nil }
        let refused = mail.withLock { $0 }?.requests.refusedCount ?? 0
        return "Containers described: \(counters.describedCount), "
            + "lookups: \(counters.lookupCount), failed: \(counters.failedCount), "
            + "not known: \(counters.unknownCount), retried: \(counters.retriedCount), "
            + "given up: \(counters.abandonedCount), refused: \(refused)"
    }

    private func tell(_ event: SandboxAttacher.Event) {
        switch event {
        case .attached(let sandbox):
            let dump = sandbox.procfs == nil ? ", but its processes are not known" : ""
            Log.line("Attached to sandbox \(sandbox.id)\(dump)")
        case .failed(let id, let reason):
            Log.line("Cannot attach to \(id): \(reason)")
        case .unavailable(let reason):
            if !isStopping.load(ordering: .relaxed) {
                Log.line("Sandboxes that run already are not attached: \(reason)")
            }
        }
    }
}

extension ContainerFacts {
    /// What the runtime knows, in the words of the engine.
    init(_ description: ContainerDescription) {
        self.init(id: description.id)
        metadata.name = description.name
        metadata.image = description.image
        metadata.imageRepository = description.imageRepository
        metadata.imageTag = description.imageTag
        metadata.imageDigest = description.imageDigest
        metadata.imageID = description.imageID
        metadata.podName = description.podName
        metadata.podNamespace = description.podNamespace
        metadata.podUID = description.podUID
        metadata.podSandboxID = description.podSandboxID
        metadata.type = description.runtime
        metadata.labels = description.labels.map { "\($0.key)=\($0.value)" }.sorted()
        metadata.mounts = description.mounts
        metadata.ipAddress = description.ipAddress
        metadata.isPrivileged = description.isPrivileged
        metadata.hasHostPID = description.hasHostPID
        metadata.hasHostNetwork = description.hasHostNetwork
        metadata.hasHostIPC = description.hasHostIPC
        users = ContainerUser.users(ofPasswd: description.passwd)
        groups = ContainerUser.groups(ofGroup: description.group)
    }
}
