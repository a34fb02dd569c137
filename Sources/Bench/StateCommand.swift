import BenchSupport
import ArgumentParser
import Core
import Events
import Glibc
import State

/// `gvbench state`: memory of what a shard knows, and the cost of its changes.
struct StateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "state",
        abstract: "Bytes per sandbox, thread and descriptor; cost of clone, exec and exit.",
        discussion: """
            Sandboxes are opened, each with a container; then processes appear in each, then each \
            process opens files of names that no other has. Bytes are growth of the resident set.
            """)

    @Option(help: "Sandboxes.")
    var sandboxes = 1_000
    @Option(help: "Processes of each sandbox, beside the container's first one.")
    var threads = 20
    @Option(help: "Open files of each process.")
    var fds = 10
    @Option(help: "Rounds of the cost measurement.")
    var rounds = 9
    @Flag(help: "Print one JSON object instead of the table.")
    var json = false

    func run() throws {
        guard sandboxes > 0, threads > 0, threads < 60_000, fds > 0, fds <= 4_096 else {
            throw ValidationError("counts must be positive; 60,000 threads, 4,096 descriptors")
        }
        var limits = StateLimits()
        limits.sandboxes = max(limits.sandboxes, sandboxes)
        limits.threads = max(limits.threads, 2 * sandboxes * (threads + 1))
        limits.descriptors = max(limits.descriptors, 2 * sandboxes * threads * fds)
        limits.threadsPerSandbox = max(limits.threadsPerSandbox, threads + 1)
        limits.descriptorsPerSandbox = max(limits.descriptorsPerSandbox, threads * fds + 64)
        limits.containers = max(limits.containers, sandboxes)
        limits.symbols = max(limits.symbols, 2 * sandboxes * threads * (fds + 1))
        let growth = try fill(StateTable(limits: limits))
        let costs = try Costs.measure(roundCount: rounds)
        print(json ? jsonReport(growth, costs) : table(growth, costs))
    }

    /// Resident bytes after each step.
    struct Growth {
        var base = 0
        var withSandboxes = 0
        var withThreads = 0
        var withDescriptors = 0
        var checksum = 0
    }

    private func fill(_ table: consuming StateTable) throws -> Growth {
        var table = table
        var growth = Growth()
        var maker = EventMaker()
        growth.base = residentBytes()
        var slots: [SandboxSlot] = []
        for index in 0..<sandboxes {
            guard let slot = table.openSandbox() else { throw BenchError("no more sandboxes") }
            slots.append(slot)
            maker.startContainer(number: index, &table, slot)
        }
        growth.withSandboxes = residentBytes()
        for (index, slot) in slots.enumerated() {
            for thread in 0..<threads {
                maker.clone(Int32(thread + 2), container: index, &table, slot)
            }
        }
        growth.withThreads = residentBytes()
        for (index, slot) in slots.enumerated() {
            for thread in 0..<threads {
                for fd in 0..<fds {
                    maker.open(
                        Int32(thread + 2), Int64(fd + 3), container: index, &table, slot)
                }
            }
        }
        growth.withDescriptors = residentBytes()
        growth.checksum = table.threads.count &+ table.descriptors.count
        return growth
    }

    private func table(_ growth: Growth, _ costs: Costs) -> String {
        let (sandbox, thread, fd) = perItem(growth)
        return """
            sandboxes              \(sandboxes), \(threads) processes each, \(fds) files each
            resident               \(growth.withDescriptors) bytes
            before any sandbox     \(growth.base) bytes
            per sandbox            \(sandbox) bytes
            per process            \(thread) bytes
            per descriptor         \(fd) bytes
            clone                  \(Int(costs.clone)) ns
            exec                   \(Int(costs.exec)) ns
            open and close         \(Int(costs.openAndClose)) ns
            exit                   \(Int(costs.exit)) ns
            checksum               \(growth.checksum)
            """
    }

    private func jsonReport(_ growth: Growth, _ costs: Costs) -> String {
        let (sandbox, thread, fd) = perItem(growth)
        let members = [
            "\"sandboxes\":\(sandboxes)", "\"threads\":\(threads)", "\"fds\":\(fds)",
            "\"rss_bytes\":\(growth.withDescriptors)", "\"base_rss_bytes\":\(growth.base)",
            "\"bytes_per_sandbox\":\(sandbox)", "\"bytes_per_thread\":\(thread)",
            "\"bytes_per_fd\":\(fd)", "\"clone_ns\":\(Int(costs.clone))",
            "\"exec_ns\":\(Int(costs.exec))", "\"exit_ns\":\(Int(costs.exit))",
            "\"open_close_ns\":\(Int(costs.openAndClose))", "\"checksum\":\(growth.checksum)",
        ]
        return "{\(members.joined(separator: ","))}"
    }

    private func perItem(_ growth: Growth) -> (sandbox: Int, thread: Int, fd: Int) {
        (
            (growth.withSandboxes - growth.base) / sandboxes,
            (growth.withThreads - growth.withSandboxes) / (sandboxes * threads),
            (growth.withDescriptors - growth.withThreads) / (sandboxes * threads * fds)
        )
    }
}

/// Nanoseconds of single changes in a sandbox of ordinary size.
struct Costs {
    var clone = 0.0
    var exec = 0.0
    var openAndClose = 0.0
    var exit = 0.0

    /// Processes made and ended per round.
    private static let batch = 4_000

    static func measure(roundCount: Int) throws -> Costs {
        var table = StateTable()
        guard let slot = table.openSandbox() else { throw BenchError("no more sandboxes") }
        var maker = EventMaker()
        maker.startContainer(number: 0, &table, slot)
        var times: [[Double]] = [[], [], [], []]
        for _ in 0..<max(1, roundCount) {
            times[0].append(
                time { maker.clone($0, container: 0, &table, slot) })
            times[1].append(
                time { maker.exec($0, container: 0, &table, slot) })
            times[2].append(
                time {
                    maker.open($0, 5, container: 0, &table, slot)
                    maker.close($0, 5, &table, slot)
                })
            times[3].append(
                time { maker.exit($0, &table, slot) })
        }
        let medians = times.map { $0.sorted()[$0.count / 2] }
        return Costs(
            clone: medians[0], exec: medians[1], openAndClose: medians[2], exit: medians[3])
    }

    private static func time(_ body: (Int32) -> Void) -> Double {
        let start = threadCPUNanos()
        for index in 0..<batch { body(Int32(index + 2)) }
        return Double(threadCPUNanos() - start) / Double(batch)
    }
}

/// Resident bytes of this process.
func residentBytes() -> Int {
    guard let file = unsafe fopen("/proc/self/statm", "r") else { return 0 }
    defer { unsafe fclose(file) }
    var text = [CChar](repeating: 0, count: 128)
    _ = unsafe fgets(&text, 128, file)
    let words = String(
        decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self
    )
    .split(separator: " ")
    return words.count > 1 ? (Int(words[1]) ?? 0) * Int(getpagesize()) : 0
}
