internal import Core
internal import Events
internal import State

extension FieldExtractor {
    /// `util.cnt`, and `fdlist.*`, which need a list of descriptors that no sandbox sends.
    mutating func descriptorListValue(
        _ field: ResolvedField, _ event: borrowing SyscallEvent, _ binding: EventBinding,
        _ state: borrowing StateTable
    ) -> FieldValue {
        guard field.id == .utilCnt else { return .missing }
        evaluationCount &+= 1
        return .unsigned(evaluationCount)
    }
}
