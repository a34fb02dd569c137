import Glibc

/// Where gvfast's own rules file lies: beside the program, where `make install` puts it, in the
/// configuration folder, or in the sources that the program was built from.
enum DefaultRules {
    static let fileName = "gvfast_rules.yaml"

    /// The first place that has it.
    static func path() -> String? { candidates(programFolder()).first { isFile($0) } }

    static func candidates(_ folder: String) -> [String] {
        var places = [
            "\(folder)/\(fileName)", "\(folder)/rules/\(fileName)",
            "\(folder)/../share/gvfast/\(fileName)", "/etc/gvfast/\(fileName)",
        ]
        // A program in the build folder of its own sources.
        if let range = folder.firstRange(of: "/.build") {
            places.append("\(folder[..<range.lowerBound])/rules/\(fileName)")
        }
        return places
    }

    private static func programFolder() -> String {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = unsafe readlink("/proc/self/exe", &buffer, buffer.count)
        guard count > 0 else { return "." }
        let path = String(
            decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return String(path[..<slash])
    }

    private static func isFile(_ path: String) -> Bool { unsafe access(path, R_OK) == 0 }
}
