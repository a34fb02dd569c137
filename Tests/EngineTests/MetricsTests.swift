import Engine
import Foundation
import Rules
import Testing

@Suite struct MetricsTests {
    private func settings(_ yaml: String) throws -> MetricsSettings {
        try EngineSettings(ConfigNode(yaml: yaml)).metrics
    }

    @Test(
        arguments: [
            ("1h30m", 5_400_000), ("100ms", 100), ("2w", 1_209_600_000), ("1y1w1d1h1m1s1ms", nil),
            ("5000", nil), ("", nil), ("30m1h", nil), ("1h1h", nil), ("h", nil), ("1.5h", nil),
            ("99999999999999999999y", nil), ("1d 1h", nil), ("90s", 90_000),
        ] as [(String, UInt64?)])
    func intervalsHaveUnitsInOrder(text: String, millis: UInt64?) {
        let expected = text == "1y1w1d1h1m1s1ms" ? 32_230_861_001 : millis
        #expect(MetricsSettings.milliseconds(text) == expected)
    }

    @Test func enabledMetricsNeedAnIntervalAndAPlace() throws {
        #expect(try settings("metrics: {enabled: true, interval: 1m, output_rule: true}").isAlert)
        #expect(try !settings("metrics: {enabled: false, interval: 5}").isEnabled)
        for wrong in [
            "metrics: {enabled: true, output_rule: true}",
            "metrics: {enabled: true, interval: 50ms, output_rule: true}",
            "metrics: {enabled: true, interval: 1m}",
            "metrics: {enabled: true, interval: 1m, output_rule: true, other: 1}",
        ] {
            #expect(throws: ConfigNode.Failure.self, "\(wrong)") { try settings(wrong) }
        }
    }

    @Test func snapshotsCountSinceTheOneBefore() throws {
        var settings = MetricsSettings()
        settings.isEnabled = true
        let second: UInt64 = 1_000_000_000
        let start = 1_600_000_000 * second
        var snapshot = MetricsSnapshot(
            settings: settings, hostname: "host1", startNanos: start,
            rulesFiles: ["/proc/self/comm"], configFiles: [])
        var input = MetricsInput()
        input.timeNanos = start + 10 * second
        input.eventCount = 1000
        input.alertCount = 3
        input.senderDropCount = 1000
        input.alertsByRule = ["Write below (etc) dir": 3]
        var message = snapshot.message(input)
        #expect(message.rule == "Falco internal: metrics snapshot")
        #expect(message.priority == .informational)
        #expect(message.fields["falco.num_evts"] == .unsigned(1000))
        #expect(message.fields["falco.evts_rate_sec"] == .double(100))
        #expect(message.fields["falco.rules.Write_below_etc_dir"] == .unsigned(3))
        #expect(message.fields["falco.rules.matches_total"] == .unsigned(3))
        #expect(message.fields["falco.duration_sec"] == .unsigned(10))
        #expect(message.fields["scap.n_drops_perc"] == .double(50))
        #expect(message.fields["falco.num_evts_prev"] == nil)
        input.timeNanos += 10 * second
        input.eventCount = 1500
        message = snapshot.message(input)
        #expect(message.fields["falco.num_evts_prev"] == .unsigned(1000))
        #expect(message.fields["falco.evts_rate_sec"] == .double(50))
        #expect(message.fields["scap.n_drops_perc"] == .double(0))
        guard case .text(let digest) = message.fields["falco.sha256_rules_file.comm"] else {
            Issue.record("no digest of the rules file")
            return
        }
        #expect(digest.utf8.count == 64)
    }

    @Test func namesBecomeFieldNames() {
        #expect(MetricsSnapshot.fieldName("Write below (etc) dir!") == "Write_below_etc_dir")
        #expect(MetricsSnapshot.fieldName("falco_rules.yaml") == "falco_rules_yaml")
        #expect(MetricsSnapshot.fieldName("a:b__c") == "a:b_c")
        #expect(MetricsSnapshot.fieldName("é") == "")
    }
}

@Suite struct DropPolicyTests {
    private let second: UInt64 = 1_000_000_000

    @Test func oneAlertPerHalfMinuteAboveTheThreshold() {
        var policy = DropPolicy(DropSettings())
        var times: [UInt64] = []
        for now in 0..<100
        where
            !policy.actions(received: 10, lost: 10, nanos: UInt64(now) * second).isEmpty
        {
            times.append(UInt64(now))
        }
        #expect(times == [0, 31, 62, 93])
    }

    @Test func fewLossesAndNoneAreIgnored() {
        var policy = DropPolicy(DropSettings())
        #expect(policy.actions(received: 95, lost: 5, nanos: second).isEmpty)
        #expect(policy.actions(received: 95, lost: 0, nanos: 2 * second).isEmpty)
        #expect(policy.actions(received: 0, lost: 1, nanos: 3 * second) == [.log, .alert])
    }

    @Test func theConfigurationIsRead() throws {
        func drops(_ yaml: String) throws -> DropSettings {
            try EngineSettings(ConfigNode(yaml: "syscall_event_drops: " + yaml)).drops
        }
        #expect(try drops("{actions: [ignore]}").actions == [.ignore])
        #expect(try drops("{actions: [exit, log], threshold: 0}").actions == [.exit, .log])
        for wrong in ["{actions: [ignore, log]}", "{actions: [no]}", "{threshold: 2}", "{rate: x}"]
        {
            #expect(throws: ConfigNode.Failure.self, "\(wrong)") { try drops(wrong) }
        }
    }

    @Test func theAlertHasFalcosFields() {
        let alert = DropPolicy.alert(received: 7, lost: 3, timeNanos: 1)
        #expect(
            alert.text
                == "Falco internal: syscall event drop. 3 system calls dropped in last second.")
        #expect(alert.fields.count == 15)
        #expect(alert.fields["n_evts"] == .text("7"))
    }
}
