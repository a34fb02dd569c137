internal import Core
internal import Events
internal import State

extension FieldExtractor {
    /// `evt.*` and `syscall.type`.
    mutating func eventValue(
        _ field: ResolvedField, _ event: borrowing SyscallEvent, _ binding: EventBinding,
        _ state: borrowing StateTable
    ) -> FieldValue {
        switch field.id {
        case .evtNum: return .unsigned(event.number)
        case .evtTime, .evtTimeS, .evtTimeIso8601, .evtDatetime, .evtDatetimeS, .evtRawtime,
            .evtRawtimeS, .evtRawtimeNs, .evtReltime, .evtReltimeS, .evtReltimeNs, .evtDeltatime,
            .evtDeltatimeS, .evtDeltatimeNs, .evtOutputtime, .evtAround:
            return timeValue(field, event)
        case .evtSource: return Self.literal("syscall")
        case .evtIsAsync: return .boolean(event.code.rawValue == 402)
        case .evtHostname: return .text(hostname.bytes)
        case .evtLatency, .evtLatencyS, .evtLatencyNs, .evtLatencyQuantized, .evtWaitLatency:
            return .unsigned(0)
        case .evtLatencyHuman: return Self.literal("0ns")
        case .evtDir: return Self.literal(table[event.code].isExit ? "<" : ">")
        case .evtType: return .text(typeName(event))
        case .evtTypeIs: return .unsigned(Int64(event.code.rawValue) == field.index ? 1 : 0)
        case .syscallType:
            return facts[event.code].isSyscall ? .text(typeName(event)) : .missing
        case .evtCategory: return category(event, binding, state)
        case .evtCpu: return .signed(0)
        case .evtArgs, .evtInfo: return allArguments(event, binding, state)
        case .evtArg: return argument(field, event, binding, state)
        case .evtRawarg: return rawArgument(field, event)
        case .evtAbspath: return absolutePath(field, event, binding, state)
        default: return resultValue(field, event, binding, state)
        }
    }

    /// The event's name; for a call without own event that of the call.
    private func typeName(_ event: borrowing SyscallEvent) -> BorrowedBytes {
        if event.code.rawValue > 1 { return table[event.code].name }
        let first = event.has(0) ? event.integer(0) : -1
        guard let number = UInt16(exactly: first), Int(number) < table.names.count else {
            return Self.literal("unknown").bytes
        }
        return table.names[number]
    }

    private func timeValue(
        _ field: ResolvedField, _ event: borrowing SyscallEvent
    ) -> FieldValue {
        let second: UInt64 = 1_000_000_000
        let time = event.timeNanos
        let sinceFirst = time >= firstTimeNanos ? time &- firstTimeNanos : 0
        let sincePrevious = time >= previousTimeNanos ? time &- previousTimeNanos : 0
        switch field.id {
        case .evtRawtime: return .unsigned(time)
        case .evtRawtimeS: return .unsigned(time / second)
        case .evtRawtimeNs: return .unsigned(time % second)
        case .evtReltime: return .unsigned(sinceFirst)
        case .evtReltimeS: return .unsigned(sinceFirst / second)
        case .evtReltimeNs: return .unsigned(sinceFirst % second)
        case .evtDeltatime: return .unsigned(sincePrevious)
        case .evtDeltatimeS: return .unsigned(sincePrevious / second)
        case .evtDeltatimeNs: return .unsigned(sincePrevious % second)
        case .evtAround:
            // Distance in started milliseconds; the comparison with `=` means "at most".
            let center = UInt64(clamping: field.index)
            let distance = time > center ? time &- center : center &- time
            return .unsigned(distance / 1_000_000 &+ (distance % 1_000_000 == 0 ? 0 : 1))
        default: return clockText(field, time)
        }
    }

    /// Times as text. Cold: no sensible condition compares them, and outputs print them themselves.
    private func clockText(_ field: ResolvedField, _ time: UInt64) -> FieldValue {
        var text = TimeText()
        let bytes = ByteBuffer.array { buffer in
            switch field.id {
            case .evtTimeS: text.appendClock(time, withFraction: false, to: &buffer)
            case .evtDatetime: text.appendDateTime(time, withFraction: true, to: &buffer)
            case .evtDatetimeS: text.appendDateTime(time, withFraction: false, to: &buffer)
            case .evtTimeIso8601:
                TimeText.appendISO(time, to: &buffer)
                buffer.append("+0000")
            default: text.appendClock(time, withFraction: true, to: &buffer)
            }
        }
        return .text(ImmortalBytes(bytes).bytes)
    }

    private func category(
        _ event: borrowing SyscallEvent, _ binding: EventBinding, _ state: borrowing StateTable
    ) -> FieldValue {
        let category = table[event.code].category
        if category.isIO {
            guard !binding.descriptor.isNone else { return Self.literal("unknown") }
            switch state[binding.descriptor].type {
            case .file, .directory: return Self.literal("file")
            case .ipv4, .ipv6, .listeningIPv4, .listeningIPv6: return Self.literal("net")
            case .pipe, .unix: return Self.literal("ipc")
            default: return Self.literal("unknown")
            }
        }
        switch category {
        case .other: return Self.literal("other")
        case .file: return Self.literal("file")
        case .net: return Self.literal("net")
        case .ipc: return Self.literal("IPC")
        case .memory: return Self.literal("memory")
        case .process: return Self.literal("process")
        case .sleep: return Self.literal("sleep")
        case .system: return Self.literal("system")
        case .signal: return Self.literal("signal")
        case .user: return Self.literal("user")
        case .time: return Self.literal("time")
        case .wait: return Self.literal("wait")
        case .scheduler: return Self.literal("scheduler")
        case .internal: return Self.literal("internal")
        case .unknown, .ioRead, .ioWrite, .ioOther: return Self.literal("unknown")
        }
    }

    /// The parameter as the number or text it is; the place comes from the event's own row.
    private func rawArgument(
        _ field: ResolvedField, _ event: borrowing SyscallEvent
    ) -> FieldValue {
        guard let place = place(of: field, event) else { return .missing }
        let parameter = event.parameters[place]
        switch ValueClass(table.parameter(event.code, place).type) {
        case .text, .bytes: return .text(parameter.bytes)
        case .signed: return .signed(parameter.integer)
        case .unsigned, .port, .bool, .double:
            return .unsigned(UInt64(bitPattern: parameter.integer))
        case .address, .network, .list, .opaque: return .missing
        }
    }

    /// Where the parameter that a field names stands in this event; nil when it has none.
    func place(of field: ResolvedField, _ event: borrowing SyscallEvent) -> Int? {
        var place = Int(clamping: field.index)
        if field.form == .parameter {
            let positions = field.positions.bytes
            guard Int(event.code.rawValue) < positions.count else { return nil }
            place = Int(positions[Int(event.code.rawValue)])
        }
        guard place >= 0, place < Int(table[event.code].parameterCount) else { return nil }
        if event.has(place) { return place }
        return nil
    }
}
