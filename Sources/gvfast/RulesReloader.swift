import Core
package import Engine
import Glibc
import Rules

/// Rules that were read, and the files that they came from.
package struct LoadedProgram {
    package let program: EngineProgram
    /// How many rules of which files, in words.
    package let summary: String
    /// Configuration and rules, files and folders, as they were before they were read.
    package let watch: FileWatch

    package init(program: EngineProgram, summary: String, watch: FileWatch) {
        self.program = program
        self.summary = summary
        self.watch = watch
    }
}

/// Reads rules and configuration again while shards run, at SIGHUP or when a file changes; used by
/// the main thread. What is wrong is told and changes nothing.
package final class RulesReloader {
    private let load: (_ generation: UInt32) throws -> LoadedProgram
    private let use: (LoadedProgram) -> Void
    private let fail: (String) -> Void
    private var watch: FileWatch?
    private var generation: UInt32 = 1
    package private(set) var reloadCount = 0
    package private(set) var failureCount = 0

    /// - Parameters:
    ///   - watch: files and folders to look at; nil when only a signal reloads.
    ///   - load: compiles everything anew; its program must have the generation given.
    package init(
        watch: FileWatch?, load: @escaping (UInt32) throws -> LoadedProgram,
        use: @escaping (LoadedProgram) -> Void, fail: @escaping (String) -> Void
    ) {
        self.watch = watch
        self.load = load
        self.use = use
        self.fail = fail
    }

    /// About once a second: reloads when something has changed and is at rest again.
    package func tick() {
        if watch?.hasSettled() == true { reload() }
    }

    /// Compiles first; shards go on with the old program until the new one is complete.
    package func reload() {
        generation &+= 1
        // before anything is read: what changes meanwhile is noticed
        watch = watch?.lookedAtAgain()
        do {
            let loaded = try load(generation)
            if watch?.isOfSamePaths(as: loaded.watch) == false { watch = loaded.watch }
            use(loaded)
            reloadCount += 1
            Log.line("Reloaded: \(loaded.summary)")
        } catch {
            failureCount += 1
            let text = "\(error)".split(separator: "\n").joined(separator: "; ")
            Log.line("Reload failed, the rules stay as they are: \(text)")
            fail(text)
        }
    }

    /// One line for the end; nil when nothing was reloaded.
    var summary: String? {
        if reloadCount == 0 && failureCount == 0 { return nil }
        return "Rules reloaded: \(reloadCount), failed: \(failureCount)"
    }
}

/// Notices changes of files, by looking.
package struct FileWatch {
    private let paths: [String]
    private var settled: [String]
    private var last: [String]

    package init(_ paths: [String]) {
        self.paths = paths
        settled = Self.marks(of: paths)
        last = settled
    }

    /// Whether something has changed since the last change that was told, and nothing since the
    /// last look: an editor writes in several steps.
    package mutating func hasSettled() -> Bool {
        let now = Self.marks(of: paths)
        defer { last = now }
        guard now == last, now != settled else { return false }
        settled = now
        return true
    }

    /// The same files and folders as they are now.
    func lookedAtAgain() -> FileWatch { FileWatch(paths) }

    func isOfSamePaths(as other: FileWatch) -> Bool { paths == other.paths }

    /// What tells one state of a file from another, also of those that rules folders hold.
    private static func marks(of paths: [String]) -> [String] {
        paths.flatMap { path in
            let files = (try? RulesFiles.expand(path)) ?? []
            return ([path] + files).map(mark)
        }
    }

    private static func mark(of path: String) -> String {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return path }
        return "\(path) \(status.st_dev) \(status.st_ino) \(status.st_size) "
            + "\(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
    }
}
