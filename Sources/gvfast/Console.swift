import Glibc

/// Lines for people: answers on standard output, everything else on standard error.
enum Console {
    static func output(_ text: String) {
        write(text.hasSuffix("\n") ? text : text + "\n", to: 1)
    }

    static func error(_ line: String) { write(line + "\n", to: 2) }

    private static func write(_ text: String, to fd: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = unsafe bytes.withUnsafeBytes {
                unsafe Glibc.write(fd, $0.baseAddress, $0.count)
            }
            if count < 0 && errno == EINTR { continue }
            if count <= 0 { return }
            bytes = bytes.dropFirst(count)
        }
    }
}
