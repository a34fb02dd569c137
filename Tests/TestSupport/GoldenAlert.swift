import Core
import Events
import Foundation
package import Rules
import State

/// One alert as JSON has it.
package struct GoldenAlert: Hashable, Sendable {
    package var rule: String
    /// The text line.
    package var output: String
    /// Values as JSON text: `"a"`, `1`, `null`.
    package var fields: [String: String]

    /// The event's time in nanoseconds.
    package var time: String { fields["evt.time"] ?? "" }

    package init?(json line: some StringProtocol) {
        guard
            let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
            let rule = object["rule"] as? String, let output = object["output"] as? String
        else { return nil }
        self.rule = rule
        self.output = output
        fields = (object["output_fields"] as? [String: Any] ?? [:]).mapValues(Self.text)
    }

    private static func text(_ value: Any) -> String {
        guard
            let data = try? JSONSerialization.data(
                withJSONObject: value, options: [.fragmentsAllowed, .sortedKeys])
        else { return "?" }
        return String(decoding: data, as: UTF8.self)
    }
}

/// What our engine raises on a capture.
package struct GoldenRun {
    package var alerts: [GoldenAlert] = []
    /// Times of events whose call failed, and of failed execs among them.
    package var failedTimes: Set<String> = []
    package var failedExecTimes: Set<String> = []
    /// Times of opens of a relative path from a directory's descriptor.
    package var relativeOpenTimes: Set<String> = []
    package var eventCount: UInt64 = 0

    /// The messages that the reference was given: prlimit64 and fcntl were taken out, for it ends
    /// at them.
    private static func datagrams(of capture: String) -> [[UInt8]] {
        SharedFiles.datagrams(of: capture).filter { datagram in
            guard datagram.count >= 4 else { return true }
            let type = UInt16(datagram[2]) | UInt16(datagram[3]) << 8
            return type != 16 && type != 18
        }
    }

    package init(
        _ rules: RuleSet, matching: RuleProgram.Matching, capture: String
    ) throws {
        let program = try RuleProgram(compiling: rules, matching: matching)
        var settings = OutputSettings(hostname: "vm")
        settings.isJSON = true
        let outputs = try OutputPlanSet(compiling: rules.rules, settings: settings)
        let registry = OutputPlanRegistry()
        registry.publish(outputs)
        let renderer = AlertRenderer(registry: registry)
        var recorder = AlertRecorder()
        var matcher = Matcher(program, hostname: "vm")
        var lines: [String] = []
        var notes = EventNotes()
        let run = CaptureRun()
        run.run(Self.datagrams(of: capture)) { event, binding, state in
            _ = matcher.match(event, binding, state)
            notes.add(event)
            for index in 0..<matcher.matchCount {
                outputs.record(
                    rule: matcher.rule(ofMatch: index), event, binding, state,
                    extractor: &matcher.tree.extractor, into: &recorder)
                var line = ByteBuffer()
                _ = renderer.render(recorder.finish(), into: &line)
                lines.append(line.bytes.string)
            }
        }
        eventCount = run.eventCount
        failedTimes = notes.failed
        failedExecTimes = notes.failedExecs
        relativeOpenTimes = notes.relativeOpens
        alerts = lines.compactMap { GoldenAlert(json: $0) }
        precondition(alerts.count == lines.count, "an alert is not JSON")
    }
}

/// What explains differences needs to know about the events.
private struct EventNotes {
    var failed: Set<String> = []
    var failedExecs: Set<String> = []
    var relativeOpens: Set<String> = []

    /// Codes of execve, execveat and openat on their way out, from Falco's event table.
    private static let execs: Set<UInt16> = [293, 331]
    private static let openat: UInt16 = 307

    mutating func add(_ event: borrowing SyscallEvent) {
        let time = "\(event.timeNanos)"
        let code = event.code.rawValue
        var result: Int64 = 0
        if event.code.isExit, event.has(0) { result = event.parameters[0].integer }
        if result < 0 {
            failed.insert(time)
            if Self.execs.contains(code) { failedExecs.insert(time) }
        }
        let directory = event.parameters[1].integer
        let path = event.parameters[2].bytes
        if code == Self.openat && directory >= 0 && !path.isEmpty && path[0] != 0x2F {
            relativeOpens.insert(time)
        }
    }
}
