import Glibc

/// Test data that stands beside the package, in `../shared`: recordings, golden files, upstream
/// rules. Not part of the package, so every user says what it skips when it is missing.
package enum SharedFiles {
    /// The package's root folder.
    package static let packageRoot: String = {
        var parts = #filePath.split(separator: "/")
        parts.removeLast(3)
        return "/" + parts.joined(separator: "/")
    }()

    /// The path of `name` in the shared folder, or nil (and a printed line) when it is not there.
    package static func path(_ name: String) -> String? {
        let path = packageRoot + "/../shared/" + name
        if unsafe access(path, R_OK) == 0 { return path }
        print("skipped: \(path) is not there")
        return nil
    }

    /// All captures as (short name, path), in order of name; empty when the folder is missing.
    package static func captures() -> [(name: String, path: String)] {
        var found: [(name: String, path: String)] = []
        for release in ["runsc-20221219", "runsc-202608"] {
            for name in ["attacks-a", "build", "files", "seed-touch", "web"] {
                guard let path = path("captures/\(release)/\(name).trace") else { continue }
                found.append((name: "\(release)/\(name)", path: path))
            }
        }
        return found
    }

    /// The content of a file; empty when it cannot be read.
    package static func read(_ path: String) -> [UInt8] {
        guard let file = unsafe fopen(path, "rb") else { return [] }
        defer { unsafe fclose(file) }
        var content: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe fread(&chunk, 1, chunk.count, file)
            if count == 0 { return content }
            content.append(contentsOf: chunk[0..<count])
        }
    }

    /// The datagrams of a capture: what follows the magic and the JSON record, each behind its
    /// length of eight bytes. Written apart from the product's reader, so that it can check it.
    package static func datagrams(of path: String) -> [[UInt8]] {
        let content = read(path)
        var position = 16
        var records: [[UInt8]] = []
        while position + 8 <= content.count {
            var count = 0
            for index in (0..<8).reversed() { count = count << 8 | Int(content[position + index]) }
            position += 8
            guard count <= content.count - position else { break }
            records.append(Array(content[position..<position + count]))
            position += count
        }
        return Array(records.dropFirst())
    }
}

/// The bytes that a string of hexadecimal digits stands for; blanks are passed over.
package func bytes(hex: String) -> [UInt8] {
    let digits = hex.compactMap(\.hexDigitValue)
    precondition(digits.count % 2 == 0)
    return stride(from: 0, to: digits.count, by: 2).map {
        UInt8(digits[$0] << 4 | digits[$0 + 1])
    }
}
