import BenchSupport
import ArgumentParser
import Foundation

/// `gvbench report`: the whole set as one page with plots, and as a table.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Runs the benchmarks; writes an HTML page, a Markdown table and the figures.",
        discussion: """
            Each benchmark runs in a process of its own, one after the other. Without captures the \
            stream is that of a simulated sandbox, the same on every machine. What a benchmark \
            found wanting, such as a kernel without io_uring, is said where its figures would be.
            """)

    @Argument(help: "Capture files in gVisor's replay format; a simulated sandbox unless said.")
    var captures: [String] = []
    @Option(name: .shortAndLong, help: "Rules files (repeatable); the project's own unless said.")
    var rules: [String] = []
    @Flag(help: "Also rules that are disabled by default, where the benchmark loads them itself.")
    var enableAll = false
    @Option(help: "Folder for report.html, report.md and report.json.")
    var output = "bench-report"
    @Option(help: "Store the figures in this folder too, in a file named by date and commit.")
    var store: String?
    @Option(help: "Put the table of targets between the marks of this Markdown file.")
    var readme: String?
    @Flag(help: "A short run, to see that everything works.")
    var quick = false
    @Flag(help: "Print one JSON object instead of the table.")
    var json = false

    func run() throws {
        let stream = captures.isEmpty ? try SimulatedStream(profile: "mix") : nil
        let plan = ReportPlan(
            captures: captures.isEmpty ? [stream?.path ?? ""] : captures,
            rules: rules.isEmpty ? ["rules/gvfast_rules.yaml"] : rules,
            isAllEnabled: enableAll, isQuick: quick)
        let facts = MachineFacts()
        let runs = plan.run { FileHandle.standardError.write(Data("\($0)\n".utf8)) }
        // its folder must outlive the last benchmark
        withExtendedLifetime(stream) {}
        let page = ReportPage(facts: facts, runs: runs)
        let document = try ReportStore(facts: facts, runs: runs).json
        try FileManager.default.createDirectory(
            atPath: output, withIntermediateDirectories: true)
        for (name, text) in [
            ("report.html", page.html), ("report.md", page.markdown), ("report.json", document),
        ] {
            try text.write(toFile: output + "/" + name, atomically: true, encoding: .utf8)
        }
        var written = ["html", "md", "json"].map { "\(output)/report.\($0)" }
        if let store {
            written.append(try ReportStore.keep(document, facts, in: store))
        }
        if let readme {
            try ReportStore.replaceBlock(of: readme, by: page.targetTable)
            written.append(readme)
        }
        print(json ? document : page.markdown + "\n\nwritten: " + written.joined(separator: ", "))
    }
}
