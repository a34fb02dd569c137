internal import Core
package import Events
package import State

extension TreeEvaluator {
    /// One line that says which event this is: number, time, type, process. Cold.
    package mutating func headline(
        _ event: borrowing SyscallEvent, _ binding: EventBinding, _ state: borrowing StateTable
    ) -> String {
        var words: [String] = []
        for id in [FieldID.evtNum, .evtTime, .evtType, .evtArgs, .procName, .threadVtid] {
            let value = extractor.value(of: ResolvedField(id), event, binding, state)
            words.append(Self.shown(value))
        }
        return "event \(words[0]) at \(words[1]): \(words[2])(\(words[3])) by \(words[4]), "
            + "thread \(words[5])"
    }

    private static func shown(_ value: FieldValue) -> String {
        var layout = ValueText(usesBase64Buffers: false)
        var text = ByteBuffer()
        layout.append(value, .plain, to: &text)
        // Escaped: a name must not be able to forge a line.
        var escaped = ByteBuffer()
        escaped.append(jsonEscaped: text.bytes.slice(0, 1_000))
        return escaped.bytes.string
    }
}
