import TestSupport

/// The tables of the specification, beside the package.
enum SharedData {
    /// The lines of a table under `spec`, cut at tabs, without the heading; nil when the folder
    /// is not there.
    static func rows(_ name: String) -> [[String]]? {
        guard let path = SharedFiles.path("spec/" + name) else { return nil }
        let text = String(decoding: SharedFiles.read(path), as: UTF8.self)
        return text.split(separator: "\n").dropFirst().map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
    }
}
