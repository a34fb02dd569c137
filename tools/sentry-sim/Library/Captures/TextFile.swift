internal import Glibc

/// Small files of text, whole.
package enum TextFile {
    package static func read(_ path: String) throws(SimError) -> String {
        guard let file = unsafe fopen(path, "rb") else {
            throw SimError("\(path): \(unsafe String(cString: strerror(errno)))")
        }
        defer { unsafe fclose(file) }
        var content: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe fread(&chunk, 1, chunk.count, file)
            if count == 0 { return String(decoding: content, as: UTF8.self) }
            content.append(contentsOf: chunk[0..<count])
        }
    }

    package static func write(_ text: String, to path: String) throws(SimError) {
        guard let file = unsafe fopen(path, "wb") else {
            throw SimError("\(path): \(unsafe String(cString: strerror(errno)))")
        }
        let bytes = Array(text.utf8)
        let count = unsafe fwrite(bytes, 1, bytes.count, file)
        guard unsafe fclose(file) == 0, count == bytes.count else {
            throw SimError("\(path): cannot write")
        }
    }
}
