internal import Core
internal import Glibc
internal import Ingest

/// Writes what sandboxes would send to capture files, one per sandbox.
package enum CaptureGenerator {
    /// A moment for the Sentry's clock to start at, the same in every run.
    static let startNanos: Int64 = 1_795_000_000_000_000_000

    /// Makes `folder` if need be and writes `sandbox-NNNNN.trace` files into it; gives the JSON
    /// report. The same options give the same bytes.
    package static func generate(_ options: RunOptions, into folder: String) throws(SimError)
        -> String
    {
        unsafe mkdir(folder, 0o777)
        // A folder stands for the captures in it: none of another run may be left among them.
        let next = folder + "/" + name(options.sandboxCount)
        if unsafe access(next, F_OK) == 0 {
            throw SimError("\(next) is of another run: remove it, or name another folder")
        }
        let world = World(personality: options.personality, selection: options.selection)
        var truth = GroundTruth()
        var counts: [[Int]] = []
        var json = JSONText()
        json.open("{")
        json.member("profile", options.profile.rawValue)
        json.member("personality", options.personality.rawValue)
        json.member("seed", options.seed)
        json.open("[", key: "sandboxes")
        for index in 0..<options.sandboxCount {
            let sandbox = Sandbox(
                world: world, index: index, seed: options.seed, startNanos: startNanos)
            let name = name(index)
            try write(sandbox, options, to: folder + "/" + name)
            json.open("{")
            json.member("file", name)
            json.member("container", sandbox.name)
            json.member("messages", sandbox.madeCount)
            json.member("lost_not_utf8", sandbox.lostCount)
            json.close("}")
            truth.merge(sandbox.truth)
            counts.append(sandbox.madeByType)
        }
        json.close("]")
        json.member("messages", counts.reduce(0) { $0 + $1.reduce(0, +) })
        json.raw("by_type", RunReport.byType(counts))
        json.raw("expected_alerts", RunReport.totals(truth))
        json.raw("ground_truth", truth.json)
        json.close("}")
        return json.text
    }

    private static func name(_ index: Int) -> String {
        let digits = String(index)
        return "sandbox-" + String(repeating: "0", count: max(0, 5 - digits.count)) + digits
            + ".trace"
    }

    private static func write(
        _ sandbox: Sandbox, _ options: RunOptions, to path: String
    ) throws(SimError) {
        var writer = try CaptureFile.create(path)
        let workload = options.profile.workload(sandbox)
        workload.begin()
        try drain(sandbox, into: &writer)
        let limit = options.eventCount == nil ? 1_000 : options.eventCountPerSandbox
        while sandbox.madeCount < limit {
            workload.step()
            try drain(sandbox, into: &writer)
        }
        try CaptureFile.stating { () throws(CaptureError) in try writer.flush() }
    }

    private static func drain(_ sandbox: Sandbox, into writer: inout CaptureWriter)
        throws(SimError)
    {
        let queue = unsafe sandbox.queue.bytes()
        var offset = 0
        while offset < queue.count {
            let length = Int(unsafe queue.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
            offset += MessageAssembler.lengthByteCount
            let datagram = unsafe UnsafeRawBufferPointer(rebasing: queue[offset..<offset + length])
            try CaptureFile.stating { () throws(CaptureError) in
                try unsafe writer.write(BorrowedBytes(datagram))
            }
            offset += length
        }
        sandbox.queue.removeAll()
    }
}
