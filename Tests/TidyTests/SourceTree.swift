import Foundation

/// One Swift file of the package, read whole.
struct SourceFile: Sendable {
    /// Path from the package's root, such as `Sources/Core/Slab.swift`.
    let path: String
    let lines: [String]

    /// The folder below `Sources` or `tools` that holds it.
    var module: String {
        let parts = path.split(separator: "/")
        return parts.count > 2 ? String(parts[1]) : ""
    }
}

/// The package's own sources, found from where this file lies.
enum SourceTree {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Every file below `folder` whose name ends in one of `suffixes`, sorted by path.
    static func files(_ folder: String, suffixes: [String] = [".swift"]) -> [SourceFile] {
        let base = root.appendingPathComponent(folder)
        let names = FileManager.default.enumerator(atPath: base.path)?.allObjects ?? []
        return names.compactMap { $0 as? String }
            .filter { name in suffixes.contains { name.hasSuffix($0) } }
            .sorted()
            .compactMap { read("\(folder)/\($0)") }
    }

    static func read(_ path: String) -> SourceFile? {
        let url = root.appendingPathComponent(path)
        guard let text = try? String(contentsOf: url, encoding: .utf8) else { return nil }
        return SourceFile(path: path, lines: text.components(separatedBy: "\n"))
    }

    /// All hand-written Swift of the package.
    static let swift: [SourceFile] = files("Sources") + files("Tests") + files("tools")
}
