package import Core

/// One container of a sandbox. Everything but the id is learned from outside the stream and stays
/// empty until then.
@usableFromInline package struct ContainerRow: BitwiseCopyable {
    /// The runtime's full id.
    package var fullID = Symbol.empty
    package var name = Symbol.empty
    package var image = Symbol.empty
    package var imageRepository = Symbol.empty
    package var imageTag = Symbol.empty
    package var imageDigest = Symbol.empty
    package var imageID = Symbol.empty
    package var podName = Symbol.empty
    package var podNamespace = Symbol.empty
    package var podUID = Symbol.empty
    package var podSandboxID = Symbol.empty
    /// `key=value` entries joined by NUL bytes.
    package var labels = Symbol.empty
    package var hasMetadata = false
    package var isPrivileged = Knowledge.unknown
    /// The spec's `terminal`: a TTY was asked for.
    package var hasTerminal = false
    package var startTimeNanos: UInt64 = 0
    @usableFromInline package var sandbox = SandboxSlot.none
    /// `docker`, `containerd`, …; empty unknown.
    package var type = Symbol.empty
    /// `source:dest:mode:rw:propagation` entries joined by NUL bytes.
    package var mounts = Symbol.empty
    package var areMountsKnown = false
    package var ipAddress = Symbol.empty
    package var cniJSON = Symbol.empty
    package var hasHostPID = Knowledge.unknown
    package var hasHostNetwork = Knowledge.unknown
    package var hasHostIPC = Knowledge.unknown
    /// Names of users and groups were given, so what is not among them has no name.
    package var hasUsers = false
    /// Changes with any value above.
    @usableFromInline package var generation: UInt32 = 0

    /// Next container of the sandbox.
    var next = ContainerSlot.none
    /// First process, while it lives.
    var initThread = ThreadSlot.none
    /// What is known of its PID namespace.
    var namespace = ProcessNamespace.unknown
    /// Key in the index.
    var key: UInt64 = 0
    var userCount: UInt32 = 0
    var firstUser: UInt32 = .max
    /// Asked for by `takeContainerToDescribe()` already.
    var isReported = false

    package init() {}
}

/// A truth value that may be unknown.
package enum Knowledge: UInt8, BitwiseCopyable {
    case unknown, no, yes

    init(_ value: Bool?) {
        switch value {
        case nil: self = .unknown
        case false?: self = .no
        case true?: self = .yes
        }
    }
}

/// Which PID namespace a container's processes live in, learned from results of clone.
enum ProcessNamespace: UInt8, BitwiseCopyable {
    case unknown, root, own
}
