internal import Core
internal import Events

extension CheckedOperand {
    /// Event codes for which the operand has the same value on every event.
    var constantCodes: EventCodeSet {
        switch self {
        case .literal: .all
        case .field(let field): field.constantCodes
        case .transformed(_, let inputs):
            inputs.reduce(EventCodeSet.all) { $0.intersection($1.constantCodes) }
        }
    }
}

extension CheckedCheck {
    /// Event codes for which the check has the same answer on every event.
    var constantCodes: EventCodeSet {
        guard case .operand(let right) = values else { return left.constantCodes }
        return left.constantCodes.intersection(right.constantCodes)
    }
}

extension ResolvedField {
    /// Event codes for which the field's value follows from the code alone: mostly those whose
    /// events do not have it.
    var constantCodes: EventCodeSet {
        guard dependency == .event else { return EventCodeSet() }
        var set = EventCodeSet()
        for value in 0..<EventCode.limit {
            let code = EventCode(UInt16(value))
            if isConstant(code) { set.insert(code) }
        }
        return set
    }

    private func isConstant(_ code: EventCode) -> Bool {
        let row = EventTable.shared[code]
        let facts = EventFacts.shared[code]
        switch id {
        case .evtType, .syscallType: return code.rawValue > 1
        case .evtDir, .evtTypeIs, .evtIsAsync, .evtIsIo, .evtIsIoRead, .evtIsIoWrite, .evtIoDir,
            .evtIsWait, .evtCountExit:
            return true
        case .evtCategory, .evtBuflen, .evtBuflenIn, .evtBuflenOut, .evtBuflenFile,
            .evtBuflenFileIn, .evtBuflenFileOut, .evtBuflenNet, .evtBuflenNetIn,
            .evtBuflenNetOut:
            return !row.category.isIO
        case .evtIsOpenRead, .evtIsOpenWrite, .evtIsOpenExec, .evtIsOpenCreate:
            return !facts.isOpen && !facts.isCreat
        case .evtIsSyslog: return !row.flags.contains(.writesToFD)
        case .evtRes, .evtRawres, .evtFailed, .evtCountError: return facts.result < 0
        case .evtBuffer: return facts.data < 0
        case .evtArg, .evtRawarg: return !mayBeIn(row, code)
        case .evtAbspath: return facts.name < 0 && facts.otherName < 0
        case .fsPathName, .fsPathNameraw, .fsPathSource, .fsPathSourceraw, .fsPathTarget,
            .fsPathTargetraw:
            return facts.pathKind == .none || facts.result < 0
        case .fdNum, .fdUid, .fdContainername, .fdContainerdirectory, .fdTypes, .fdNameChanged:
            return row.flags.isDisjoint(with: [.createsFD, .usesFD, .destroysFD])
        case .fdlistNums, .fdlistNames, .fdlistCips, .fdlistSips, .fdlistCports, .fdlistSports:
            return true
        default: return false
        }
    }

    private func mayBeIn(_ row: EventRow, _ code: EventCode) -> Bool {
        if form == .index { return index >= 0 && index < Int64(row.parameterCount) }
        let places = positions.bytes
        return Int(code.rawValue) < places.count && places[Int(code.rawValue)] != .max
    }
}
