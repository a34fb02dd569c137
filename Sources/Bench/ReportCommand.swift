import ArgumentParser
import Foundation

/// `gvbench report`: the whole set as one page with plots, and as a table.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Runs the benchmarks and writes an HTML page and a Markdown table.",
        discussion: """
            Each benchmark runs in a process of its own, one after the other. Without captures the \
            stream is that of a simulated sandbox, the same on every machine.
            """)

    @Argument(help: "Capture files in gVisor's replay format.")
    var captures: [String] = []
    @Option(name: .shortAndLong, help: "Rules files (repeatable); the project's own unless said.")
    var rules: [String] = []
    @Option(help: "Folder for report.html and report.md.")
    var output = "bench-report"
    @Option(help: "Messages a second of the latency benchmark.")
    var rate = 30_000
    @Flag(help: "A short run, to see that everything works.")
    var quick = false

    func run() throws {
        let stream = captures.isEmpty ? try SimulatedStream(profile: "mix") : nil
        let files = captures.isEmpty ? [(stream?.folder ?? "") + "/sandbox-00000.trace"] : captures
        let rules = rules.isEmpty ? ["rules/gvfast_rules.yaml"] : rules
        let facts = MachineFacts()
        var runs = plan(files, rules)
        for index in runs.indices {
            FileHandle.standardError.write(Data("\(runs[index].command)\n".utf8))
            runs[index].run()
        }
        try FileManager.default.createDirectory(
            atPath: output, withIntermediateDirectories: true)
        let page = ReportPage(facts: facts, runs: runs)
        try page.html.write(toFile: output + "/report.html", atomically: true, encoding: .utf8)
        try page.markdown.write(toFile: output + "/report.md", atomically: true, encoding: .utf8)
        print(page.markdown)
        print("\nwritten: \(output)/report.html, \(output)/report.md")
    }

    private func plan(_ files: [String], _ rules: [String]) -> [ReportRun] {
        let ruleOptions = rules.flatMap { ["-r", $0] }
        let rounds = ["--rounds", quick ? "1" : "9"]
        let few = ["--rounds", quick ? "1" : "3"]
        return [
            ReportRun("decode", ["decode"] + files + rounds),
            ReportRun("pipeline", ["pipeline"] + ruleOptions + files + rounds),
            ReportRun("rules", ["rules", "--counts", quick ? "10,100" : "10,100,1000,10000"]),
            ReportRun(
                "ingest", ["ingest", "--messages", quick ? "20000" : "300000"] + few),
            ReportRun(
                "alerts", ["alerts", "--alerts", quick ? "5000" : "200000"] + few),
            ReportRun(
                "latency",
                ["latency", "--rate", "\(rate)", "--seconds", quick ? "1" : "5"] + ruleOptions),
            ReportRun(
                "state", ["state", "--sandboxes", quick ? "100" : "10000"] + few),
            ReportRun("startup", ["startup"] + ruleOptions + few),
        ]
    }
}
