import ArgumentParser
import CLinux
import Core
import Glibc

/// `gvbench startup`: from exec to the first handshake.
struct StartupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "startup",
        abstract: "Time from exec until gvfast answers a handshake, and its resident memory.",
        discussion: """
            Starts gvfast, connects until it is listening, and waits for the answer to a \
            sandbox's first message. Wall time; the median over the rounds.
            """)

    @Option(name: .shortAndLong, help: "Rules files (repeatable).")
    var rules: [String] = []
    @Flag(help: "Also rules that are disabled by default.")
    var enableAll = false
    @Option(help: "The gvfast to start; the one beside this program unless said.")
    var gvfast: String?
    @Option(help: "Rounds.")
    var rounds = 9
    @Flag(help: "Print one JSON object instead of the table.")
    var json = false

    func run() throws {
        let program = gvfast ?? GvfastProcess.beside
        var times: [Double] = []
        var resident = 0
        var answerCount = 0
        for _ in 0..<max(1, rounds) {
            let start = Clock.monotonicNanos()
            let process = try GvfastProcess(
                program, rules: rules,
                options: enableAll ? GvfastProcess.enablingAllRules : [])
            try process.handshake()
            answerCount += 1
            times.append(Double(Clock.monotonicNanos() - start) / 1e6)
            // The program has then taken all that it starts with.
            usleep(100_000)
            resident = max(resident, process.residentBytes)
            process.end()
        }
        times.sort()
        let median = times[times.count / 2]
        if json {
            print(
                "{\"startup_ms\":\(decimal(median)),\"startup_ms_min\":\(decimal(times[0])),"
                    + "\"rss_bytes\":\(resident),\"rounds\":\(times.count),"
                    + "\"checksum\":\(answerCount)}")
        } else {
            print("exec to listening    \(decimal(median)) ms (min \(decimal(times[0])))")
            print("resident when idle   \(resident) bytes")
            print("checksum             \(answerCount)")
        }
    }
}
