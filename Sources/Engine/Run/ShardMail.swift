package import Rules

/// The way to running shards for other threads: what is sent is done between two events.
package final class ShardMail: Sendable {
    private let controls: [ShardControl]
    private let registry: OutputPlanRegistry
    /// Containers that shards want described.
    package let requests: ContainerRequests
    private let wake: @Sendable () -> Void

    init(
        controls: [ShardControl], registry: OutputPlanRegistry, requests: ContainerRequests,
        wake: @escaping @Sendable () -> Void
    ) {
        self.controls = controls
        self.registry = registry
        self.requests = requests
        self.wake = wake
    }

    private func send(_ command: ShardControl.Command) {
        for control in controls { control.send(command) }
        wake()
    }

    /// Has every shard match by another program from its next turn on.
    package func use(_ program: EngineProgram) {
        registry.publish(program.outputs)
        send(.program(program))
    }

    /// Tells what the host names of the rules stand for.
    package func use(_ hosts: HostAddresses) { send(.hosts(hosts)) }

    /// Tells what became known of a container.
    package func learn(_ facts: ContainerFacts) { send(.metadata(facts)) }

    /// Tells the processes of a sandbox.
    package func importProcesses(_ processes: ProcessImport) { send(.processes(processes)) }
}
