package import Core
internal import Glibc

/// Reads one capture file from front to back; pipes work too.
package struct CaptureReader: ~Copyable {
    package let path: String
    /// The version in the file's configuration record.
    package let version: UInt32
    private var records: RecordBuffer

    /// Opens a capture and reads its head.
    package init(path: String) throws(CaptureError) {
        var records = try RecordBuffer(path: path)
        try records.checkMagic()
        guard let record = try records.next(), let version = CaptureFormat.version(of: record),
            version >= 1
        else { throw .configuration(path: path) }
        self.path = path
        self.version = version
        self.records = records
    }

    /// The next datagram, or nil at the end. Valid until the next call.
    package mutating func next() throws(CaptureError) -> BorrowedBytes? { try records.next() }

    /// The next datagram that is in memory whole, or nil. All those taken since the last `fill`
    /// stay valid until the next one.
    mutating func nextBuffered() throws(CaptureError) -> BorrowedBytes? {
        try records.nextBuffered()
    }

    /// Reads on; false at the end of the file.
    mutating func fill() throws(CaptureError) -> Bool { try records.fill() }
}

extension CaptureReader {
    /// The capture files that `path` names: itself when it is a file; the regular files in it, by
    /// name, when it is a folder. Each is one connection.
    package static func files(at path: String) throws(CaptureError) -> [String] {
        var status = stat()
        if unsafe stat(path, &status) != 0 {
            throw .system(path: path, SystemError(call: "stat", code: errno))
        }
        guard status.st_mode & S_IFMT == S_IFDIR else { return [path] }
        guard let folder = unsafe opendir(path) else {
            throw .system(path: path, SystemError(call: "opendir", code: errno))
        }
        defer { unsafe closedir(folder) }
        var found: [String] = []
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasPrefix(".") { continue }
            let full = path.hasSuffix("/") ? path + name : path + "/" + name
            if unsafe stat(full, &status) == 0, status.st_mode & S_IFMT == S_IFREG {
                found.append(full)
            }
        }
        if found.isEmpty { throw .emptyFolder(path: path) }
        return found.sorted()
    }
}
