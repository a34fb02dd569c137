package import Core

/// Text of an event's parameters: `evt.arg`, `evt.args`, `evt.info`, `evt.rawarg`, `evt.res`.
///
/// Each parameter has a raw text and sometimes a resolved one: a name for a number, an absolute
/// path for a relative one. Texts are appended to the caller's scratch, which bounds them.
/// A copy is a few pointers; nothing is allocated.
@usableFromInline package struct ParameterText: BitwiseCopyable {
    /// Bytes of a buffer that are shown.
    package static var bufferLimit: Int { 1023 }

    @usableFromInline let table = EventTable.shared
    let names = ErrorNames.shared
    /// Buffers are shown in base64 rather than with dots.
    package var isBufferBase64 = false

    package init(isBufferBase64: Bool = false) {
        self.isBufferBase64 = isBufferBase64
    }

    /// `evt.arg`: the resolved text, or the raw one where there is none. False, and nothing
    /// appended, when the event lacks the parameter.
    package func appendValue<Lookup: ParameterLookup & ~Copyable & ~Escapable>(
        of event: SyscallEventView, _ index: Int, _ lookup: borrowing Lookup,
        to scratch: inout ByteScratch
    ) -> Bool {
        guard has(event, index) else { return false }
        let start = scratch.count
        appendResolved(of: event, index, lookup, to: &scratch)
        if scratch.count == start { appendRaw(of: event, index, lookup, to: &scratch) }
        return true
    }

    /// `evt.args` and `evt.info`: `name=raw(resolved)` of every parameter, joined by a blank.
    /// Generic events show nothing.
    package func appendAll<Lookup: ParameterLookup & ~Copyable & ~Escapable>(
        of event: SyscallEventView, _ lookup: borrowing Lookup, to scratch: inout ByteScratch
    ) {
        if event.code.rawValue <= 1 { return }
        let start = scratch.count
        for index in 0..<Int(table[event.code].parameterCount) where has(event, index) {
            if scratch.count > start { scratch.append(UInt8(ascii: " ")) }
            scratch.append(table.parameter(event.code, index).name)
            scratch.append(UInt8(ascii: "="))
            appendRaw(of: event, index, lookup, to: &scratch)
            scratch.append(UInt8(ascii: "("))
            let resolved = scratch.count
            appendResolved(of: event, index, lookup, to: &scratch)
            if scratch.count == resolved {
                if !scratch.isCut { scratch.truncate(to: resolved - 1) }
            } else {
                scratch.append(UInt8(ascii: ")"))
            }
        }
    }

    /// What a call returned; nil for events that return nothing.
    @inlinable package func result(of event: SyscallEventView) -> Int64? {
        guard event.has(0), table[event.code].hasResult else { return nil }
        return event.integer(0)
    }

    /// `evt.res`: SUCCESS, or the error's name. False for events that return nothing.
    package func appendResult(
        of event: SyscallEventView, to scratch: inout ByteScratch
    ) -> Bool {
        guard let result = result(of: event) else { return false }
        if result >= 0 {
            scratch.append("SUCCESS")
        } else {
            let name = names.error(result == .min ? 0 : -result)
            if name.isEmpty { scratch.append(signed: result) } else { scratch.append(name) }
        }
        return true
    }

    /// The event has the parameter and the table knows what it is.
    func has(_ event: SyscallEventView, _ index: Int) -> Bool {
        guard index >= 0, event.has(index) else { return false }
        return index < Int(table[event.code].parameterCount)
    }
}
