internal import Core
internal import State

/// What others found out about sandboxes and containers, taken in between two events. Cold.
extension EventPipeline {
    /// Asks for the metadata of containers that were seen first in this turn.
    mutating func requestDescriptions() {
        while true {
            let slot = state.takeContainerToDescribe()
            if slot.isNone { break }
            undescribed.append(state.text(of: state[slot].fullID).string)
        }
        if undescribed.isEmpty || !requests.offer(undescribed) { return }
        undescribed = []
    }

    /// Takes over what became known of a container.
    mutating func learn(_ facts: ContainerFacts) {
        state.setContainerMetadata(facts.metadata, ofID: facts.id)
        if !facts.users.isEmpty || !facts.groups.isEmpty {
            state.setContainerUsers(facts.users, groups: facts.groups, ofID: facts.id)
        }
    }

    /// Takes over the processes of a sandbox that gvfast attached to, if this shard has it.
    mutating func importProcesses(_ processes: ProcessImport) {
        for slot in 0..<usedSlotCount where connections[slot].serial != 0 {
            guard connections[slot].peerPID == processes.launcherPID else { continue }
            state.setSandboxID(processes.sandboxID, of: connections[slot].sandbox)
            state.importProcesses(
                (processes.threads, processes.rejectedCount), in: connections[slot].sandbox)
            // Pids come again; this one has done its work.
            connections[slot].peerPID = 0
        }
    }
}
