import Foundation

/// The data that the tests of this package share with the specification, beside the package.
enum SharedData {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("shared")

    /// The lines of a table under `spec`, cut at tabs, without the heading; nil when the folder
    /// is not there, which is said once on standard output.
    static func rows(_ name: String) -> [[String]]? {
        guard
            let text = try? String(
                contentsOf: root.appendingPathComponent("spec").appendingPathComponent(name),
                encoding: .utf8)
        else {
            print("skipped: no \(name) beside the package")
            return nil
        }
        return text.split(separator: "\n").dropFirst().map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
    }

    static func data(_ path: String) -> Data? {
        try? Data(contentsOf: root.appendingPathComponent(path))
    }
}
