package import Core

/// gVisor's trace replay file: 16 bytes of magic, then records, each a length and so many bytes;
/// the first is a JSON object with the version, the others are datagrams.
///
/// ```
/// [ "tracereplay file" ]{ [ UInt64 length, little-endian ][ bytes ] }…
/// ```
/// Source: gVisor, tools/tracereplay.
package enum CaptureFormat {
    static let magic = Array("tracereplay file".utf8)
    static let lengthBytes = 8
    /// gVisor's own limit of one record.
    package static let recordLimit = 1 << 20

    /// The first record of what we write.
    static let configuration = Array("{\"version\":1}".utf8)

    /// The head of a file: magic and configuration record.
    package static var fileHead: [UInt8] {
        magic + lengthPrefix(configuration.count) + configuration
    }

    /// The eight bytes in front of a record.
    package static func lengthPrefix(_ byteCount: Int) -> [UInt8] {
        (0..<lengthBytes).map { UInt8(truncatingIfNeeded: byteCount >> (8 * $0)) }
    }

    /// The version in a configuration record, or nil when there is none: the value of the key
    /// `version` of a flat JSON object.
    static func version(of record: BorrowedBytes) -> UInt32? {
        let text = record.array.filter { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
        guard text.first == UInt8(ascii: "{"), text.last == UInt8(ascii: "}") else { return nil }
        let key = Array("\"version\":".utf8)
        guard text.count > key.count else { return nil }
        for start in 0...(text.count - key.count) where text[start...].starts(with: key) {
            let digits = text[(start + key.count)...].prefix { $0 >= 48 && $0 <= 57 }
            return UInt32(String(decoding: digits, as: UTF8.self))
        }
        return nil
    }
}

/// What is wrong with a capture. Every case names the file; `offset` is bytes from its start.
package enum CaptureError: Error, Equatable, Sendable, CustomStringConvertible {
    case system(path: String, SystemError)
    /// The file does not begin as a capture does.
    case notACapture(path: String)
    /// The configuration record is no JSON object with a version of at least 1.
    case configuration(path: String)
    /// A record is longer than the format allows.
    case recordTooLong(path: String, offset: UInt64, byteCount: UInt64)
    /// The file ends inside a record.
    case cut(path: String, offset: UInt64)
    /// A folder without a single capture file.
    case emptyFolder(path: String)

    package var description: String {
        switch self {
        case .system(let path, let error):
            "cannot read capture '\(path)': \(error)"
        case .notACapture(let path):
            "'\(path)' is not a capture: it does not begin with 'tracereplay file'"
        case .configuration(let path):
            "capture '\(path)' has no valid configuration record"
        case .recordTooLong(let path, let offset, let byteCount):
            "capture '\(path)': record at byte \(offset) claims \(byteCount) bytes, more than "
                + "\(CaptureFormat.recordLimit)"
        case .cut(let path, let offset):
            "capture '\(path)' ends inside the record at byte \(offset)"
        case .emptyFolder(let path):
            "folder '\(path)' holds no capture"
        }
    }
}
