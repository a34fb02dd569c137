import Glibc
import SentrySim

/// The messages of a simulated sandbox as a capture, in a folder that goes with the value.
final class SimulatedStream {
    /// Enough that caches see what a sandbox shows them, little enough to be made at once.
    private static let messageCount = 20_000

    /// Names of the profiles that can be simulated.
    static var names: [String] { Profile.allCases.map(\.rawValue) }

    let folder: String

    /// The capture of the sandbox.
    var path: String { folder + "/sandbox-00000.trace" }

    /// The datagrams of captures, or those of a simulated sandbox when there are none.
    static func captures(or paths: [String]) throws -> [[[UInt8]]] {
        if !paths.isEmpty { return try paths.map { try Corpus.read($0) } }
        guard let stream = try SimulatedStream(profile: "mix") else {
            throw BenchError("no simulated sandbox")
        }
        return [try Corpus.read(stream.path)]
    }

    /// Makes the stream of one sandbox; nil when there is no such profile.
    init?(profile: String) throws {
        guard let profile = Profile(rawValue: profile) else { return nil }
        var template = Array("/tmp/gvbench-XXXXXX".utf8CString)
        let isMade = unsafe template.withUnsafeMutableBufferPointer { buffer -> Bool in
            guard let base = buffer.baseAddress else { return false }
            return unsafe mkdtemp(base) != nil
        }
        guard isMade else { throw BenchError("cannot make a folder in /tmp") }
        let folder = String(
            decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        var options = RunOptions()
        options.profile = profile
        options.eventCount = Self.messageCount
        do throws(SimError) {
            _ = try CaptureGenerator.generate(options, into: folder)
        } catch {
            Self.remove(folder)
            throw BenchError("\(error)")
        }
        self.folder = folder
    }

    deinit { Self.remove(folder) }

    private static func remove(_ folder: String) {
        unsafe unlink(folder + "/sandbox-00000.trace")
        unsafe rmdir(folder)
    }
}
