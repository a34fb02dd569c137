/// How a register becomes a parameter.
enum RawConversion: UInt8, CaseIterable, BitwiseCopyable, Sendable {
    /// All 64 bits.
    case word
    /// The low 32 bits, signed and unsigned; the low 16; the low 8.
    case int, uint, short, byte
    case protection, map, clone, open, descriptor, splice, unlink, link, chown, node
    /// The twelve bits of a mode.
    case permissions
    case ptrace, resource, semaphore, semaphoreCommand, epoll, nonblock, module
    case socketLevel, socketOption

    /// The parameter's value. `registers` are all six, for conversions that look at a second one.
    func value(
        _ index: Int, _ registers: InlineArray<6, UInt64>, _ architecture: SyscallArchitecture
    ) -> Int64 {
        let word = registers[index]
        let low = UInt32(truncatingIfNeeded: word)
        switch self {
        case .word: return Int64(bitPattern: word)
        case .int: return Int64(Int32(bitPattern: low))
        case .uint: return Int64(low)
        case .short: return Int64(low & 0xFFFF)
        case .byte: return Int64(low & 0xFF)
        case .permissions: return Int64(low & 0o7777)
        case .protection: return Int64(ProcessConversions.protection(word))
        case .map: return Int64(ProcessConversions.mapFlags(word))
        case .clone: return Int64(ProcessConversions.cloneFlags(UInt64(low)))
        case .open: return Int64(FileConversions.openFlags(low, architecture))
        case .descriptor: return Int64(FileConversions.descriptorFlags(low, architecture))
        case .splice: return Int64(FileConversions.spliceFlags(low))
        case .unlink: return Int64(FileConversions.unlinkFlags(low))
        case .link: return Int64(FileConversions.linkFlags(low))
        case .chown: return Int64(FileConversions.chownFlags(low))
        case .node: return Int64(FileConversions.nodeMode(low))
        case .ptrace: return Int64(ProcessConversions.ptraceRequest(word))
        case .resource: return Int64(ProcessConversions.resource(UInt64(low)))
        case .semaphore: return Int64(ProcessConversions.semaphoreFlags(low))
        case .semaphoreCommand: return Int64(ProcessConversions.semaphoreCommand(UInt64(low)))
        case .epoll: return low & 0x8_0000 != 0 ? 1 : 0
        case .nonblock: return low & 0x800 != 0 ? 1 : 0
        case .module: return (low & 0x800 != 0 ? 2 : 0) | (low & 0x200 != 0 ? 1 : 0)
        case .socketLevel: return low == 1 ? 1 : (low == 6 ? 2 : 0)
        case .socketOption:
            let isSocketLevel = UInt32(truncatingIfNeeded: registers[1]) == 1
            return isSocketLevel ? Int64(low & 0xFF) : 0
        }
    }
}
