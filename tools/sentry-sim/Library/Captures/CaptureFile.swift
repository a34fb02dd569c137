internal import Core
internal import Ingest

/// Captures as the commands use them: whole, in memory. The format itself is Ingest's.
package enum CaptureFile {
    /// The datagrams of the file at `path`.
    package static func read(_ path: String) throws(SimError) -> [[UInt8]] {
        var datagrams: [[UInt8]] = []
        try forEach(path) { datagrams.append($0) }
        return datagrams
    }

    /// Gives the datagrams of the file at `path` to `body`, also those before a fault.
    package static func forEach(
        _ path: String, _ body: ([UInt8]) -> Void
    ) throws(SimError) {
        do throws(CaptureError) {
            var reader = try CaptureReader(path: path)
            while let datagram = try reader.next() { body(datagram.array) }
        } catch { throw SimError(error.description) }
    }

    /// The files that `path` names: itself, or those of a folder by name.
    package static func files(at path: String) throws(SimError) -> [String] {
        do throws(CaptureError) { return try CaptureReader.files(at: path) } catch {
            throw SimError(error.description)
        }
    }

    /// A new capture at `path`, in the place of what was there. Anybody may read it, as far as the
    /// process's mask allows: simulated sandboxes have no secrets.
    static func create(_ path: String) throws(SimError) -> CaptureWriter {
        do throws(CaptureError) {
            return try CaptureWriter(path: path, replacesExisting: true, mode: 0o666)
        } catch {
            guard case .system(let path, let reason) = error else {
                throw SimError(error.description)
            }
            throw SimError("cannot write capture '\(path)': \(reason)")
        }
    }

    /// Runs `body`, which writes, and says what is wrong in the simulator's way.
    static func stating(_ body: () throws(CaptureError) -> Void) throws(SimError) {
        do throws(CaptureError) { try body() } catch {
            guard case .system(let path, let reason) = error else {
                throw SimError(error.description)
            }
            throw SimError("cannot write capture '\(path)': \(reason)")
        }
    }
}
