internal import Glibc

/// Finding and reading rules files.
package enum RulesFiles {
    /// A path that cannot be used.
    package struct Failure: Error, Equatable, Sendable {
        package var path: String
        package var reason: String
        package var message: String { "\(path): \(reason)" }
    }

    /// The rules files that a path given by the user means.
    ///
    /// A file stands for itself, a folder for the regular files directly in it, sorted by name.
    /// Only names that end in `.yaml` or `.yml` count; others are left out without a word.
    package static func expand(_ path: String) throws(Failure) -> [String] {
        switch try kind(of: path) {
        case S_IFDIR:
            var files: [String] = []
            for name in try names(in: path) where isRulesFileName(name) {
                let file = path.hasSuffix("/") ? path + name : path + "/" + name
                if (try? kind(of: file)) == S_IFREG { files.append(file) }
            }
            return files
        default:
            return isRulesFileName(path) ? [path] : []
        }
    }

    /// The content of a file of at most `YamlReader.byteCountLimit` bytes.
    package static func read(_ path: String) throws(Failure) -> [UInt8] {
        if try kind(of: path) == S_IFDIR { throw Failure(path: path, reason: "is a folder") }
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        var content: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe Glibc.read(descriptor, &chunk, chunk.count)
            if count == 0 { return content }
            if count < 0 {
                if errno == EINTR { continue }
                throw failure(path)
            }
            content += chunk[..<count]
            guard content.count <= YamlReader.byteCountLimit else {
                let limit = YamlReader.byteCountLimit >> 20
                throw Failure(path: path, reason: "is larger than \(limit) MiB")
            }
        }
    }

    private static func isRulesFileName(_ name: String) -> Bool {
        name.hasSuffix(".yaml") || name.hasSuffix(".yml")
    }

    private static func kind(of path: String) throws(Failure) -> mode_t {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { throw failure(path) }
        return status.st_mode & S_IFMT
    }

    private static func names(in path: String) throws(Failure) -> [String] {
        guard let folder = unsafe opendir(path) else { throw failure(path) }
        defer { unsafe closedir(folder) }
        var names: [String] = []
        while let entry = unsafe readdir(folder) {
            unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                let name = unsafe bytes.prefix { $0 != 0 }
                unsafe names.append(String(decoding: name, as: UTF8.self))
            }
        }
        return names.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
    }

    private static func failure(_ path: String) -> Failure {
        let number = errno
        return Failure(path: path, reason: unsafe String(cString: strerror(number)))
    }
}
