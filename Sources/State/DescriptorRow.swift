package import Core
package import Events

/// What kind of thing a descriptor refers to, with the letter and the word that Falco prints.
package enum DescriptorType: UInt8, BitwiseCopyable, Sendable {
    case unknown, file, directory, ipv4, ipv6, unix, netlink, pipe, event, signalfd, timerfd
    case inotify, eventpoll, memfd, listeningIPv4, listeningIPv6, pidfd, bpf, userfaultfd, iouring
    case packet, other
}

/// What a socket is to the two ends.
package enum SocketRole: UInt8, BitwiseCopyable, Sendable {
    case none, client, server
}

/// One open descriptor of a process.
@usableFromInline package struct DescriptorRow: BitwiseCopyable {
    package var number: Int32 = -1
    package var type = DescriptorType.unknown
    package var role = SocketRole.none
    /// 0 unknown, else 6 tcp, 17 udp, 1 icmp, 255 raw.
    package var protocolNumber: UInt8 = 0
    package var isConnected = false
    package var isConnectPending = false
    package var isCloseOnExec = false
    /// Set by the event at hand when it gave the descriptor another name.
    package var isNameChanged = false
    /// Open flags in Falco's encoding.
    package var openFlags: UInt32 = 0
    /// Resolved absolute path, socket text, or empty.
    package var name = Symbol.empty
    /// Path as passed.
    package var rawName = Symbol.empty
    package var device: UInt32 = 0
    package var inode: UInt64 = 0
    @usableFromInline package var hasSource = false
    @usableFromInline package var hasDestination = false
    package var sourceAddress = IPAddress(ipv4: 0)
    package var destinationAddress = IPAddress(ipv4: 0)
    package var sourcePort: UInt16 = 0
    package var destinationPort: UInt16 = 0
    package var unixSource: UInt64 = 0
    package var unixDestination: UInt64 = 0
    /// Changes whenever a value that a descriptor field shows may have changed.
    @usableFromInline package var generation: UInt32 = 0

    /// The role says which end is local: the client's of a connected socket, the server's of an
    /// accepted one. False: Falco's rule without a list of interfaces.
    package var isLocalByRole = false
    /// The port of an end is known although its address is not: an accepted socket's own port is
    /// that of the listening one.
    package var hasSourcePort = false
    package var hasDestinationPort = false
    /// Processes' tables that hold this row, which a fork shares until one of them changes it.
    var references: UInt32 = 0
    /// Sandbox whose quota the row counts against.
    var sandbox = SandboxSlot.none
    /// The type that `socket` was given, without its flags.
    var socketType: UInt32 = 0

    package init() {}
}
