import Core
import Decode
import Events

/// An event as plain values that outlive the datagram it was mapped from.
struct MappedEvent {
    var name = ""
    var code: UInt16 = 0
    var sysno: Int32 = 0
    var threadID: Int32 = 0
    var timeNanos: UInt64 = 0
    /// Parameters that are there, by name.
    var integers: [String: Int64] = [:]
    var texts: [String: String] = [:]
    var hasTuple = false
    var task = TaskContext()
    var tuple = SocketTuple()
    var exec = ExecDetails()
    var presentParameters: UInt32 = 0
    var cwd = ""
    var fdPath = ""
    var processName = ""
    var containerID = ""
    var path = ""
    var binaryPath = ""

    init(_ event: borrowing SyscallEvent) {
        let table = EventTable.shared
        let row = table[event.code]
        name = row.name.string
        code = event.code.rawValue
        sysno = event.sysno
        threadID = event.threadID
        timeNanos = event.timeNanos
        task = event.task
        tuple = event.tuple
        exec = event.exec
        presentParameters = event.presentParameters
        for index in 0..<Int(row.parameterCount) where event.has(index) {
            let parameter = table.parameter(event.code, index)
            if parameter.type.isText {
                texts[parameter.name.string] = event.parameters[index].bytes.string
            } else if parameter.type.isAddress {
                hasTuple = true
            } else {
                integers[parameter.name.string] = event.parameters[index].integer
            }
        }
        cwd = event.task.cwd.string
        fdPath = event.task.fdPath.string
        processName = event.task.processName.string
        containerID = event.task.containerID.string
        path = event.tuple.unixPath.string
        binaryPath = event.exec.binaryPath.string
    }

    /// All events of one datagram; nil when it does not decode.
    static func all(
        of datagram: [UInt8], _ mapper: inout EventMapper
    ) -> [MappedEvent]? {
        var message = Message()
        var events: [MappedEvent] = []
        var isDecoded = false
        unsafe datagram.withUnsafeBytes { buffer in
            let bytes = unsafe BorrowedBytes(buffer)
            isDecoded = MessageDecoder.decode(bytes.rawSpan, into: &message) == .decoded
            guard isDecoded else { return }
            var event = SyscallEvent()
            var step = 0
            while case .event(let isLast) = mapper.map(
                &message, of: bytes, step: step, into: &event)
            {
                events.append(MappedEvent(event))
                step += 1
                if isLast { break }
            }
        }
        return isDecoded ? events : nil
    }

    /// The only event of a datagram on x86-64.
    static func one(of datagram: [UInt8]) -> MappedEvent? {
        var mapper = EventMapper(architecture: .x8664)
        let events = all(of: datagram, &mapper) ?? []
        return events.count == 1 ? events[0] : nil
    }
}
