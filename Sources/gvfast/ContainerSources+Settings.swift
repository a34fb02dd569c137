import Engine
import GVisor

extension ContainerSources {
    /// The usual places with what the settings say otherwise.
    init(_ settings: ContainerSettings) {
        self.init()
        if let root = settings.docker.root { dockerRoot = root }
        if let sockets = settings.docker.sockets { dockerSockets = sockets }
        if let root = settings.containerd.root { containerdStates = [root] }
        if let root = settings.podman.root { storageRoot = root }
        if let millis = settings.timeoutMillis { timeoutMillis = Int(millis) }
        if !settings.docker.isEnabled {
            dockerRoot = ""
            dockerSockets = []
        }
        if !settings.containerd.isEnabled { containerdStates = [] }
        if !settings.podman.isEnabled { storageRoot = "" }
    }
}
