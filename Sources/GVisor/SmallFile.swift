internal import Glibc

/// Whole files that are read once, at start.
package enum SmallFile {
    /// Why a file could not be read, in the system's words.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// The bytes of the file at `path`; refuses folders and more than `byteCountLimit` bytes.
    package static func read(_ path: String, byteCountLimit: Int) throws(Failure) -> [UInt8] {
        let fd = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard fd >= 0 else { throw failure(errno) }
        defer { close(fd) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = unsafe Glibc.read(fd, &chunk, chunk.count)
            if count < 0 {
                let code = errno
                if code == EINTR { continue }
                throw failure(code)
            }
            if count == 0 { return bytes }
            bytes.append(contentsOf: chunk[..<count])
            if bytes.count > byteCountLimit {
                throw Failure(description: "larger than \(byteCountLimit) bytes")
            }
        }
    }

    private static func failure(_ code: Int32) -> Failure {
        Failure(description: unsafe String(cString: strerror(code)))
    }
}
