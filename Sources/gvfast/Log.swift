import Core
import Rules

/// Lines about gvfast itself, on standard error, dated.
enum Log {
    static func line(_ text: String) {
        var line = ByteBuffer()
        TimeText.appendISO(Clock.realtimeNanos(), to: &line)
        Console.error(line.bytes.string + "Z: " + text)
    }
}
