import Alerts
import Core
import Engine
import Ingest
import Rules

/// `-e`: the events of capture files through the very code that sandboxes go through.
struct ReplayRun {
    let program: EngineProgram
    let settings: EngineSettings
    let source: SourceOptions

    /// How long outputs may take at the end of the captures, and after a signal.
    private static let patientMillis: UInt64 = 24 * 3_600_000
    private static let hastyMillis: UInt64 = 5_000

    func run() throws {
        let loop = try RunLoop(stopAfterSeconds: source.stopAfterSeconds)
        let reactor: CaptureReactor
        do throws(CaptureError) {
            var files: [String] = []
            for path in source.capturePaths { files += try CaptureReader.files(at: path) }
            reactor = try CaptureReactor(paths: files)
        } catch {
            throw CommandFailure(error.description)
        }
        var parts = ShardGroup.Parts(
            program: program, settings: settings, sinks: try settings.makeSinks(), log: Log.line)
        parts.isLossless = true
        let report: RunReport
        do throws(SystemError) {
            let shards = try ShardGroup(parts)
            try shards.start(reactor, connectionLimit: 1) { $0.errors.map(\.description) }
            var outputMillis = Self.patientMillis
            let ending = loop.run(
                shards, tick: { true }, reopen: {},
                profile: { Console.tellProfile(of: shards) {} })
            if case .signal = ending {
                shards.abort()
                outputMillis = Self.hastyMillis
            }
            shards.stop()
            // a slow reader of our output is waited for, until somebody says stop
            report = shards.finish(
                shardMillis: 10_000, outputMillis: outputMillis,
                isImpatient: { loop.takeStopSignal() })
        } catch {
            throw CommandFailure(error.description)
        }
        Console.error(report.text, end: "")
        if !report.shards.notes.isEmpty {
            throw CommandFailure(report.shards.notes.joined(separator: "\nError: "))
        }
    }
}
