internal import State

extension FieldExtractor {
    /// `fd.type`; kinds without a word print as unknown.
    static func typeWord(_ type: DescriptorType) -> FieldValue {
        switch type {
        case .file: literal("file")
        case .directory: literal("directory")
        case .ipv4, .listeningIPv4: literal("ipv4")
        case .ipv6, .listeningIPv6: literal("ipv6")
        case .unix: literal("unix")
        case .netlink: literal("netlink")
        case .pipe: literal("pipe")
        case .event: literal("event")
        case .signalfd: literal("signalfd")
        case .timerfd: literal("timerfd")
        case .inotify: literal("inotify")
        case .eventpoll: literal("eventpoll")
        case .memfd: literal("memfd")
        case .pidfd: literal("pidfd")
        case .bpf: literal("bpf")
        case .userfaultfd: literal("userfaultfd")
        case .iouring: literal("io_uring")
        case .unknown, .packet, .other: literal("<NA>")
        }
    }

    /// `fd.typechar`.
    static func typeLetter(_ type: DescriptorType) -> UInt8 {
        switch type {
        case .file: UInt8(ascii: "f")
        case .directory: UInt8(ascii: "d")
        case .ipv4, .listeningIPv4: UInt8(ascii: "4")
        case .ipv6, .listeningIPv6: UInt8(ascii: "6")
        case .unix: UInt8(ascii: "u")
        case .netlink: UInt8(ascii: "n")
        case .pipe: UInt8(ascii: "p")
        case .event: UInt8(ascii: "e")
        case .signalfd: UInt8(ascii: "s")
        case .timerfd: UInt8(ascii: "t")
        case .inotify: UInt8(ascii: "i")
        case .eventpoll: UInt8(ascii: "l")
        case .memfd: UInt8(ascii: "m")
        case .pidfd: UInt8(ascii: "P")
        case .bpf: UInt8(ascii: "b")
        case .userfaultfd: UInt8(ascii: "u")
        case .iouring: UInt8(ascii: "r")
        case .unknown: UInt8(ascii: "o")
        case .packet: UInt8(ascii: "?")
        case .other: UInt8(ascii: "X")
        }
    }
}
