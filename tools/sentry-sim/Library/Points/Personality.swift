/// Which release of gVisor is played.
package enum Personality: String, CaseIterable, Sendable {
    case r20221219 = "20221219"
    case r20240729 = "20240729"
    case r202608 = "202608"

    /// Points 35 to 38, parents, exec sessions, details of binaries.
    var isRecent: Bool { self == .r202608 }

    /// `syscall/execve/exit` comes before `sentry/execve` and always says success.
    var reportsExecBeforeLoading: Bool { isRecent }

    /// `cwd` and `is_exec_session`, which `sentry/exit_notify_parent` does not carry.
    static let notOfParentNotice: UInt16 = 1 << 8 | 1 << 11

    /// The context fields that may be asked for on a point; nil is a raw one. The oldest release
    /// takes `cwd` on `sentry/exit_notify_parent` and leaves it empty.
    func contextFields(of point: Point?) -> UInt16 {
        guard point == .exitNotifyParent, self != .r20221219 else { return contextFields }
        return contextFields & ~Self.notOfParentNotice
    }

    func has(_ point: Point) -> Bool {
        if isRecent { return true }
        if point == .sentryMmap { return false }
        return point.index >= Point.containerStart.index
            || Call(rawValue: point.index / 2)?.isRecent == false
    }

    /// Context fields as bits by their field number.
    var contextFields: UInt16 { isRecent ? 0b1111_1111_1110 : 0b0011_1111_1110 }

    /// Optional fields by name that `point` takes.
    func optionalFields(of point: Point) -> OptionalFields {
        switch point {
        case .containerStart: return [.environment]
        case .sentryExecve:
            return isRecent
                ? [.binaryInfo, .binarySHA256, .binarySHA1, .descriptorInfo, .pipeProcesses]
                : [.binaryInfo]
        default:
            guard point.index < Point.containerStart.index,
                let call = Call(rawValue: point.index / 2)
            else { return [] }
            if call == .execve { return [.environment] }
            if call == .execveat { return [.environment, .path] }
            return call.hasPath ? [.path] : []
        }
    }
}

/// Extras of a point that a session asks for by name.
struct OptionalFields: OptionSet, Sendable {
    let rawValue: UInt8
    static let path = OptionalFields(rawValue: 1)
    static let environment = OptionalFields(rawValue: 2)
    static let binaryInfo = OptionalFields(rawValue: 4)
    static let binarySHA256 = OptionalFields(rawValue: 8)
    static let descriptorInfo = OptionalFields(rawValue: 16)
    static let pipeProcesses = OptionalFields(rawValue: 32)
    static let binarySHA1 = OptionalFields(rawValue: 64)

    private static let byName: [String: OptionalFields] = [
        "fd_path": .path, "binary_info": .binaryInfo, "binary_sha256": .binarySHA256,
        "binary_sha1": .binarySHA1, "fd_info": .descriptorInfo, "pipe_proc_info": .pipeProcesses,
    ]

    /// The field that `point` calls `name`; the environment has two names.
    static func named(_ name: String, of point: Point) -> OptionalFields? {
        if name == (point == .containerStart ? "env" : "envv") { return .environment }
        return byName[name]
    }
}
