internal import Core
internal import Glibc
internal import Ingest
internal import SentrySim

/// The messages of a simulated sandbox as a capture, in a folder that goes with the value.
package final class SimulatedStream {
    /// Enough that caches see what a sandbox shows them, little enough to be made at once.
    private static let messageCount = 20_000

    /// Names of the profiles that can be simulated.
    package static var names: [String] { Profile.allCases.map(\.rawValue) }

    package let folder: String

    /// The capture of the sandbox.
    package var path: String { folder + "/sandbox-00000.trace" }

    /// The datagrams of captures, or those of a simulated sandbox when there are none.
    package static func captures(or paths: [String]) throws -> [[[UInt8]]] {
        if !paths.isEmpty { return try paths.map { try datagrams(of: $0) } }
        guard let stream = try SimulatedStream(profile: "mix") else {
            throw BenchError("no simulated sandbox")
        }
        return [try datagrams(of: stream.path)]
    }

    /// The datagrams of a capture file.
    private static func datagrams(of path: String) throws -> [[UInt8]] {
        do throws(CaptureError) {
            var reader = try CaptureReader(path: path)
            var datagrams: [[UInt8]] = []
            while let datagram = try reader.next() { datagrams.append(datagram.array) }
            return datagrams
        } catch {
            throw BenchError(error.description)
        }
    }

    /// Makes the stream of one sandbox; nil when there is no such profile.
    package init?(profile: String) throws {
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
