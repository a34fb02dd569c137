import Core
import Events
import State
import Testing

/// The table against the model over long random runs.
@Suite struct ModelTests {
    struct Run: CustomTestStringConvertible, Sendable {
        var name: String
        var seed: UInt64
        var order = World.ExecOrder.old
        var lossPercent = 0
        var reorders = false
        var sendsEnter = true
        /// Contexts have the working directory.
        var tellsDirectory = true
        /// Begins with a dump of a world that nobody watched.
        var isImported = false
        var testDescription: String { "\(name), seed \(seed)" }
    }

    static let runs = [
        Run(name: "complete", seed: 11),
        Run(name: "complete, new order of exec", seed: 12, order: .new, sendsEnter: false),
        Run(name: "complete, no sentry/execve", seed: 13, order: .exitsOnly),
        Run(name: "complete, directories not told", seed: 14, tellsDirectory: false),
        Run(name: "losses", seed: 21, lossPercent: 3),
        Run(name: "losses, new order", seed: 22, order: .new, lossPercent: 10),
        Run(name: "reordered", seed: 31, reorders: true),
        Run(name: "reordered, losses", seed: 32, order: .new, lossPercent: 5, reorders: true),
    ]

    /// Over a million of all runs; 35 s of one processor in a debug build, the test's own code
    /// optimised.
    static let stepCount = 1_000_000 / runs.count + 1

    @Test(arguments: runs)
    func theTableIsEqualOrSaysUnknown(_ run: Run) {
        var checker = ModelChecker(run)
        for step in 0..<Self.stepCount {
            checker.step()
            if checker.failures.count > 3 { break }
            if run.lossPercent == 0 && !run.reorders && step % 500 == 0 {
                checker.compareEverything()
            }
        }
        for failure in checker.failures.prefix(5) { Issue.record("\(run): \(failure)") }
        print("model \(run.name): \(checker.sentCount) messages, \(checker.checkCount) checks")
    }
}
