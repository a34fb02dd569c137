/// A pause container and one that sleeps; a health probe, which no message announces, looks in.
final class IdleWorkload: Workload {
    private var container: Container?

    override func begin() {
        sandbox.startContainer(id: sandbox.name, ["/pause"])
        let sleeper = sandbox.startContainer(
            id: String(sandbox.name.reversed()), ["sleep", "infinity"])
        sandbox.load(sleeper.leader, ["libc.so.6"])
        container = sleeper.container
    }

    override func step() {
        guard let container else { return }
        sandbox.nowNanos += 5_000_000_000
        let probe = sandbox.execSession(in: container, ["test", "-f", "/tmp/alive"])
        sandbox.load(probe.leader, ["libc.so.6"])
        closeStreams(probe.leader)
        sandbox.end(probe)
    }
}
