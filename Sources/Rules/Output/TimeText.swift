package import Core
internal import Glibc

/// Times as text, without a call into the C library per time stamp.
///
/// Owned by one thread: it remembers the offset of the local zone for the quarter of an hour that
/// it last looked up, since zones change their offset only at its bounds.
package struct TimeText: Sendable {
    /// The quarter of an hour since 1970 that `offsetSeconds` is for.
    private var quarter = Int64.min
    private var offsetSeconds: Int64 = 0

    /// Reads the zone from the environment and the system once.
    package init() { tzset() }

    /// `HH:MM:SS`, local, with the nanoseconds if wanted.
    package mutating func appendClock(
        _ nanos: UInt64, withFraction: Bool, to buffer: inout ByteBuffer
    ) {
        let seconds = Int64(nanos / 1_000_000_000)
        Self.appendTimeOfDay(seconds &+ offset(at: seconds), to: &buffer)
        if withFraction { Self.appendFraction(nanos, to: &buffer) }
    }

    /// `YYYY-MM-DD HH:MM:SS`, local, with the nanoseconds if wanted.
    package mutating func appendDateTime(
        _ nanos: UInt64, withFraction: Bool, to buffer: inout ByteBuffer
    ) {
        let seconds = Int64(nanos / 1_000_000_000)
        let local = seconds &+ offset(at: seconds)
        Self.appendDate(local, to: &buffer)
        buffer.append(0x20)
        Self.appendTimeOfDay(local, to: &buffer)
        if withFraction { Self.appendFraction(nanos, to: &buffer) }
    }

    /// `YYYY-MM-DDTHH:MM:SS.nnnnnnnnn` in UTC; the caller adds `Z` or `+0000`.
    package static func appendISO(_ nanos: UInt64, to buffer: inout ByteBuffer) {
        let seconds = Int64(nanos / 1_000_000_000)
        appendDate(seconds, to: &buffer)
        buffer.append(0x54)
        appendTimeOfDay(seconds, to: &buffer)
        appendFraction(nanos, to: &buffer)
    }

    /// Seconds that the local zone is ahead of UTC at `seconds` since 1970.
    private mutating func offset(at seconds: Int64) -> Int64 {
        let wanted = seconds / 900
        if wanted != quarter {
            var time = time_t(seconds)
            var parts = unsafe tm()
            let isKnown = unsafe localtime_r(&time, &parts) != nil
            offsetSeconds = isKnown ? Int64(unsafe parts.tm_gmtoff) : 0
            quarter = wanted
        }
        return offsetSeconds
    }

    private static func appendTimeOfDay(_ seconds: Int64, to buffer: inout ByteBuffer) {
        let inDay = UInt64(bitPattern: ((seconds % 86_400) &+ 86_400) % 86_400)
        buffer.append(decimal: inDay / 3600, digits: 2)
        buffer.append(0x3A)
        buffer.append(decimal: inDay / 60 % 60, digits: 2)
        buffer.append(0x3A)
        buffer.append(decimal: inDay % 60, digits: 2)
    }

    private static func appendFraction(_ nanos: UInt64, to buffer: inout ByteBuffer) {
        buffer.append(0x2E)
        buffer.append(decimal: nanos % 1_000_000_000, digits: 9)
    }

    /// `YYYY-MM-DD` of the Gregorian calendar. Days are counted from 1 March of year 0, so that the
    /// leap day ends a year and each 400 years have 146,097 days.
    private static func appendDate(_ seconds: Int64, to buffer: inout ByteBuffer) {
        var days = seconds / 86_400
        if seconds % 86_400 < 0 { days &-= 1 }
        let shifted = days &+ 719_468
        let era = (shifted >= 0 ? shifted : shifted &- 146_096) / 146_097
        let dayOfEra = shifted &- era &* 146_097
        let leapCorrected = dayOfEra &- dayOfEra / 1460 &+ dayOfEra / 36_524 &- dayOfEra / 146_096
        let yearOfEra = leapCorrected / 365
        let dayOfYear = dayOfEra &- (365 &* yearOfEra &+ yearOfEra / 4 &- yearOfEra / 100)
        let shiftedMonth = (5 &* dayOfYear &+ 2) / 153
        let day = dayOfYear &- (153 &* shiftedMonth &+ 2) / 5 &+ 1
        let month = shiftedMonth < 10 ? shiftedMonth &+ 3 : shiftedMonth &- 9
        let year = yearOfEra &+ era &* 400 &+ (month <= 2 ? 1 : 0)
        buffer.append(decimal: UInt64(bitPattern: max(0, year)), digits: 4)
        buffer.append(0x2D)
        buffer.append(decimal: UInt64(bitPattern: month), digits: 2)
        buffer.append(0x2D)
        buffer.append(decimal: UInt64(bitPattern: day), digits: 2)
    }
}
