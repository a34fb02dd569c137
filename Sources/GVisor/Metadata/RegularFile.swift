internal import Glibc

/// Regular files of bounded size, read without ever waiting: what is a pipe or a device is refused.
enum RegularFile {
    enum Failure: Error, Equatable {
        /// No such file, which is no error where several places are tried.
        case missing
        /// Anything else, in words.
        case unreadable(String)
    }

    /// The bytes of the file at `path`.
    static func read(_ path: String, byteCountLimit: Int) throws(Failure) -> [UInt8] {
        let fd = unsafe open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        if fd < 0 {
            let code = errno
            if code == ENOENT || code == ENOTDIR { throw .missing }
            throw .unreadable("\(path): \(unsafe String(cString: strerror(code)))")
        }
        defer { close(fd) }
        var status = stat()
        guard unsafe fstat(fd, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw .unreadable("\(path): not a regular file")
        }
        guard status.st_size <= byteCountLimit else {
            throw .unreadable("\(path): larger than \(byteCountLimit) bytes")
        }
        // One byte more, so that a file that grows meanwhile shows.
        var bytes = [UInt8](repeating: 0, count: byteCountLimit + 1)
        let used = fill(&bytes, from: fd)
        guard used <= byteCountLimit else {
            throw .unreadable("\(path): larger than \(byteCountLimit) bytes")
        }
        return Array(bytes[..<used])
    }

    /// Reads until the end of the file or of the room.
    static func fill(_ bytes: inout [UInt8], from fd: Int32) -> Int {
        var used = 0
        while used < bytes.count {
            let count = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe Glibc.read(
                    fd, buffer.baseAddress.map { unsafe $0 + used }, buffer.count - used)
            }
            if count < 0 && errno == EINTR { continue }
            if count <= 0 { break }
            used += count
        }
        return used
    }
}

extension JSONNode {
    /// The JSON in the file at `path`; nil when there is no such file.
    static func file(_ path: String, byteCountLimit: Int) throws(RegularFile.Failure) -> JSONNode? {
        let bytes: [UInt8]
        do {
            bytes = try RegularFile.read(path, byteCountLimit: byteCountLimit)
        } catch {
            if error == .missing { return nil }
            throw error
        }
        do {
            return try JSONParser.parse(bytes)
        } catch {
            throw .unreadable("\(path): line \(error.place.line): \(error.message)")
        }
    }

    /// The truth value, if this is one.
    package var boolean: Bool? {
        if case .boolean(let value) = value { return value }
        return nil
    }
}
