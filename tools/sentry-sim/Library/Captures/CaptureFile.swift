internal import Glibc

/// gVisor's trace replay format: 16 bytes of magic, then records, each behind its length (eight
/// bytes, little-endian). The first record is the handshake's version as JSON, each further one a
/// datagram with its header. One file is one connection.
package enum CaptureFile {
    package static let magic = Array("tracereplay file".utf8)
    package static let versionRecord = Array(#"{"version":1}"#.utf8)
    /// gVisor's own reader refuses longer records.
    package static let recordByteCountLimit = 1 << 20

    /// The datagrams of the file at `path`.
    package static func read(_ path: String) throws(SimError) -> [[UInt8]] {
        let content = try bytes(of: path)
        guard content.count >= magic.count, content.starts(with: magic) else {
            throw SimError("\(path): not a capture in gVisor's replay format")
        }
        var records: [[UInt8]] = []
        var position = magic.count
        while position < content.count {
            guard position + 8 <= content.count else {
                throw SimError("\(path): ends within a record's length")
            }
            var count: UInt64 = 0
            for index in 0..<8 { count |= UInt64(content[position + index]) << UInt64(8 * index) }
            position += 8
            guard count <= UInt64(recordByteCountLimit), Int(count) <= content.count - position
            else { throw SimError("\(path): record \(records.count) is cut or too long") }
            records.append(Array(content[position..<position + Int(count)]))
            position += Int(count)
        }
        guard !records.isEmpty else { throw SimError("\(path): holds no record") }
        return Array(records.dropFirst())
    }

    private static func bytes(of path: String) throws(SimError) -> [UInt8] {
        guard let file = unsafe fopen(path, "rb") else {
            throw SimError("\(path): \(unsafe String(cString: strerror(errno)))")
        }
        defer { unsafe fclose(file) }
        var content: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = unsafe fread(&chunk, 1, chunk.count, file)
            if count == 0 { return content }
            content.append(contentsOf: chunk[0..<count])
        }
    }
}

/// Writes one capture file. Datagrams longer than a record may be are refused by `append`.
@safe
package struct CaptureWriter: ~Copyable {
    private let file: UnsafeMutablePointer<FILE>
    private let path: String

    package init(_ path: String) throws(SimError) {
        guard let file = unsafe fopen(path, "wb") else {
            throw SimError("\(path): \(unsafe String(cString: strerror(errno)))")
        }
        unsafe self.file = file
        self.path = path
        write(CaptureFile.magic)
        _ = unsafe CaptureFile.versionRecord.withUnsafeBytes { unsafe append($0) }
    }

    deinit { unsafe fclose(file) }

    private func write(_ bytes: [UInt8]) { _ = unsafe fwrite(bytes, 1, bytes.count, file) }

    /// Appends one datagram; false when it is too long for the format.
    package func append(_ datagram: UnsafeRawBufferPointer) -> Bool {
        guard datagram.count <= CaptureFile.recordByteCountLimit else { return false }
        var count = UInt64(datagram.count).littleEndian
        _ = unsafe fwrite(&count, 8, 1, file)
        if datagram.count > 0 {
            _ = unsafe fwrite(datagram.baseAddress, 1, datagram.count, file)
        }
        return true
    }

    /// Makes sure that all is in the file.
    package func flush() throws(SimError) {
        guard unsafe fflush(file) == 0, unsafe ferror(file) == 0 else {
            throw SimError("\(path): \(unsafe String(cString: strerror(errno)))")
        }
    }
}
