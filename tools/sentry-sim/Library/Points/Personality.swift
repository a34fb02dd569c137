/// Which release of gVisor is played.
package enum Personality: String, CaseIterable, Sendable {
    case r20221219 = "20221219"
    case r20240729 = "20240729"
    case r202608 = "202608"

    /// Points 35 to 38, parents, exec sessions, details of binaries.
    var isRecent: Bool { self == .r202608 }

    /// `syscall/execve/exit` comes before `sentry/execve` and always says success.
    var reportsExecBeforeLoading: Bool { isRecent }

    /// `sentry/exit_notify_parent` takes the context field `cwd` (and leaves it empty).
    var takesParentNoticeCwd: Bool { self == .r20221219 }

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
                ? [.binaryInfo, .binaryHashes, .descriptorInfo, .pipeProcesses] : [.binaryInfo]
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
    static let binaryHashes = OptionalFields(rawValue: 8)
    static let descriptorInfo = OptionalFields(rawValue: 16)
    static let pipeProcesses = OptionalFields(rawValue: 32)

    static let byName: [String: OptionalFields] = [
        "fd_path": .path, "env": .environment, "envv": .environment, "binary_info": .binaryInfo,
        "binary_sha256": .binaryHashes, "binary_sha1": .binaryHashes,
        "fd_info": .descriptorInfo, "pipe_proc_info": .pipeProcesses,
    ]
}
