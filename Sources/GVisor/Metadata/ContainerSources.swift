/// Where container runtimes keep what they know on this host. An empty path or list: not asked.
package struct ContainerSources: Sendable, Equatable {
    /// Docker's data: `containers/ID/config.v2.json`, `image/DRIVER/repositories.json`.
    package var dockerRoot = "/var/lib/docker"
    /// Sockets of Docker's daemon, asked in order about what its files do not tell.
    package var dockerSockets = ["/var/run/docker.sock"]
    /// Folders of containerd's state, with bundles below `io.containerd.runtime.v2.task`.
    package var containerdStates = ["/run/containerd", "/run/docker/containerd/daemon"]
    /// Storage of podman and CRI-O: `overlay-containers/containers.json`.
    package var storageRoot = "/var/lib/containers/storage"
    /// Milliseconds that a daemon's answer may take.
    package var timeoutMillis = 2_000

    package init() {}

    /// No place at all.
    package static var nowhere: ContainerSources {
        var sources = ContainerSources()
        sources.dockerRoot = ""
        sources.dockerSockets = []
        sources.containerdStates = []
        sources.storageRoot = ""
        return sources
    }
}
