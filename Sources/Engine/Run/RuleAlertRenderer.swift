internal import Alerts
internal import Core
internal import Rules

/// Makes lines of what shards recorded; lives on the output thread.
final class RuleAlertRenderer: AlertRendering {
    private let renderer: AlertRenderer
    private let settings: OutputSettings

    init(registry: OutputPlanRegistry, settings: OutputSettings) {
        renderer = AlertRenderer(registry: registry)
        self.settings = settings
    }

    func render(_ record: BorrowedBytes, into line: inout ByteBuffer) -> AlertLine? {
        renderer.render(record, into: &line).map {
            AlertLine(
                rule: $0.rule, generation: $0.generation,
                priority: UInt8(truncatingIfNeeded: $0.priority.rawValue), isJSON: $0.isJSON)
        }
    }

    func renderDrops(_ drops: AlertDrops, into line: inout ByteBuffer) -> AlertLine? {
        let message = InternalMessage(
            rule: "gvfast internal: alerts dropped", priority: .critical,
            text: "Alerts were lost because an output is too slow.",
            fields: [
                "dropped": .unsigned(drops.count), "dropped_total": .unsigned(drops.total),
            ], timeNanos: drops.timeNanos)
        AlertRenderer.render(message, settings: settings, into: &line)
        return AlertLine(
            rule: AlertLine.noRule, generation: 0,
            priority: UInt8(truncatingIfNeeded: RulePriority.critical.rawValue),
            isJSON: settings.isJSON)
    }
}
