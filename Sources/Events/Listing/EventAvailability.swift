/// Whether gVisor can tell of an event.
package enum EventAvailability: String, CaseIterable, Sendable {
    /// A point of its own, with text.
    case named
    /// Only as six registers: numbers without text.
    case raw
    case never

    /// Codes that come from messages of their own: named calls, and tasks that come and go.
    private static let namedCodes: [UInt16] = [
        2, 3, 5, 7, 9, 19, 21, 22, 23, 25, 43, 58, 59, 61, 63, 95, 97, 113, 115, 117, 119, 121,
        123, 127, 137, 139, 145, 151, 161, 169, 186, 193, 195, 199, 201, 223, 225, 227, 247, 267,
        275, 293, 306, 307, 331, 363, 365, 367, 389, 393, 395, 397, 399,
    ]

    /// Of one code on x86-64.
    package init(_ code: EventCode) {
        if Self.namedCodes.contains(code.rawValue) {
            self = .named
        } else if Self.rawCodes.contains(code) {
            self = .raw
        } else {
            self = .never
        }
    }

    /// Exit codes of calls, generic ones included, that gVisor knows by number.
    private static let rawCodes: EventCodeSet = {
        let names = EventTable.shared.syscalls(.x8664)
        var codes = EventCodeSet()
        // gVisor has raw points for the numbers up to 441. Source: gVisor seccheck wire format.
        for number in 0...441 where names[UInt64(number)].nameID != .max {
            codes.insert(names[UInt64(number)].exitCode)
        }
        return codes
    }()
}
