internal import Core
internal import Events

/// What an event's code says about descriptors: made once from the event table.
struct EventShape: BitwiseCopyable {
    /// Where the number of the descriptor that `fd.*` fields read comes from.
    enum Source: UInt8, BitwiseCopyable {
        /// Descriptor fields are not defined on events of this code.
        case none
        /// From the parameter at `descriptorIndex`.
        case parameter
        /// From the parameter at `resultIndex` of a call that succeeded.
        case result
        /// dup and fcntl: from the result when that is a new one.
        case duplication
    }

    var source = Source.none
    var usesDescriptor = false
    var createsDescriptor = false
    var destroysDescriptor = false
    var isExit = false
    /// Place of the parameter with the descriptor that the event uses; -1 none.
    var descriptorIndex: Int8 = -1
    /// Place of the parameter with the descriptor that it makes; -1 none.
    var resultIndex: Int8 = -1

    init() {}

    init(_ code: EventCode, _ table: EventTable) {
        let row = table[code]
        usesDescriptor = row.flags.contains(.usesFD)
        createsDescriptor = row.flags.contains(.createsFD)
        destroysDescriptor = row.flags.contains(.destroysFD)
        isExit = row.isExit
        for index in 0..<Int(row.parameterCount) {
            let parameter = table.parameter(code, index)
            guard parameter.type == .fd else { continue }
            let isDirectory = parameter.name.equals(Self.directoryName)
            let isMadeHere = createsDescriptor && isExit && index == 0
            if descriptorIndex < 0 && !isDirectory && !isMadeHere {
                descriptorIndex = Int8(index)
            }
        }
        if createsDescriptor && isExit && row.parameterCount > 0 { resultIndex = 0 }
        // Of two new descriptors the second one counts.
        switch code.rawValue {
        case Code.pipe, Code.pipe2, Code.socketpair:
            descriptorIndex = -1
            resultIndex = 2
        default: break
        }
        source = source(code.rawValue)
    }

    private func source(_ code: UInt16) -> Source {
        if !usesDescriptor && !createsDescriptor && !destroysDescriptor { return .none }
        if code == Code.fcntl || StateTable.isDup(code) { return .duplication }
        return createsDescriptor ? .result : .parameter
    }

    private static var directoryName: BorrowedBytes {
        let name: StaticString = "dirfd"
        return unsafe BorrowedBytes(unsafeStart: name.utf8Start, count: name.utf8CodeUnitCount)
    }
}
