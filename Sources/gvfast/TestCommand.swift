import ArgumentParser
import Engine
import Ingest
import Rules

/// `gvfast test`: runs the tests of rules authors.
struct TestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Runs files of rule tests.",
        discussion: """
            Exit status: 0 when every test passes, 1 when one fails or cannot be run.
            """)

    @OptionGroup var rules: RuleOptions

    @Option(
        name: .customLong("junit"),
        help: ArgumentHelp("Write a report in JUnit's XML to this file.", valueName: "file"))
    var junitPath: String?

    @Argument(help: ArgumentHelp("Files of tests.", valueName: "file"))
    var paths: [String]

    func run() throws {
        var reports: [RuleTestReport] = []
        for path in paths {
            let report = try run(path)
            Console.output(report.text)
            reports.append(report)
        }
        if let junitPath { try write(RuleTestReport.junit(reports), to: junitPath) }
        let failed = reports.reduce(0) { $0 + $1.failedCount }
        if failed > 0 { throw CommandFailure("\(failed) rule tests failed") }
    }

    private func run(_ path: String) throws -> RuleTestReport {
        let file: RuleTestFile
        do throws(RuleTestFailure) {
            file = try RuleTestFileReader.read(path)
        } catch {
            throw CommandFailure(error.message)
        }
        var options = rules
        if options.rulePaths.isEmpty { options.rulePaths = file.rulesPaths }
        let ruleSet = try options.loadedRuleSet(options.engineSettings())
        let runner = RuleTestRunner(ruleSet) { path, ruleSet, matchesAllRules in
            do throws(CaptureAlerts.Failure) {
                return try CaptureAlerts.alerts(
                    of: path, ruleSet, matchesAllRules: matchesAllRules)
            } catch {
                switch error {
                case .capture(let error): throw CommandFailure(error.description)
                case .rules(let message): throw CommandFailure(message)
                }
            }
        }
        do throws(RuleCheckError) {
            return try runner.run(file)
        } catch {
            throw CommandFailure(error.message)
        }
    }

    private func write(_ text: String, to path: String) throws {
        guard TextFile.write(text, to: path) else {
            throw CommandFailure("\(path): cannot be written")
        }
    }
}
