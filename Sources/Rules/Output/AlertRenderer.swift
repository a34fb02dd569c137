package import Core

/// Lays alerts out as text or JSON from their records; owned by one output thread.
///
/// Text lines are escaped like the inside of a JSON string, so that nothing a workload names can
/// forge a line.
package final class AlertRenderer {
    private let registry: OutputPlanRegistry
    private var current: OutputPlanSet?
    private var valueText = ValueText(usesBase64Buffers: false)
    private var values: [FieldValue] = []
    /// The message, escaped.
    private var message = ByteBuffer(capacity: 4096)
    /// Text on its way to be padded, cut, transformed or escaped.
    private var scratch = ByteBuffer(capacity: 4096)
    /// Records that could not be rendered, their program being gone for long.
    package private(set) var lostCount: UInt64 = 0

    package init(registry: OutputPlanRegistry) { self.registry = registry }

    /// What a sink or a counter wants to know of an alert beside its line.
    package struct Line: Sendable, Equatable {
        package var rule: UInt32
        @usableFromInline package var generation: UInt32
        package var priority: RulePriority
        package var isJSON: Bool
    }

    /// Appends the line of an alert, without a newline; nil when the record's program is gone.
    package func render(_ record: BorrowedBytes, into line: inout ByteBuffer) -> Line? {
        var reader = AlertRecordReader(record)
        guard let set = planSet(reader.planSet), Int(reader.rule) < set.plans.count else {
            lostCount += 1
            return nil
        }
        let rule = Int(reader.rule)
        values.removeAll(keepingCapacity: true)
        for _ in 0..<reader.valueCount { values.append(reader.next()) }
        message.removeAll()
        append(set.plans[rule].message, time: reader.timeNanos, to: &message)
        if set.settings.isJSON {
            appendJSON(set, rule: rule, time: reader.timeNanos, to: &line)
        } else {
            appendLead(set, set.frames[rule], time: reader.timeNanos, to: &line)
            line.append(message.bytes)
        }
        return Line(
            rule: reader.rule, generation: set.generation, priority: set.plans[rule].priority,
            isJSON: set.settings.isJSON)
    }

    private func planSet(_ generation: UInt32) -> OutputPlanSet? {
        if let current, current.generation == generation { return current }
        guard let found = registry.set(generation: generation) else { return nil }
        current = found
        valueText = ValueText(usesBase64Buffers: found.settings.usesBase64Buffers)
        return found
    }

    /// `TIME: PRIORITY `
    private func appendLead(
        _ set: OutputPlanSet, _ frame: AlertFrame, time: UInt64, to line: inout ByteBuffer
    ) {
        valueText.append(time: time, set.settings.usesISOTime ? .iso8601 : .clock, to: &line)
        line.append(frame.textMiddle)
    }

    private func appendJSON(
        _ set: OutputPlanSet, rule: Int, time: UInt64, to line: inout ByteBuffer
    ) {
        let frame = set.frames[rule]
        line.append(frame.jsonHead)
        if set.settings.includesMessage {
            line.append("\"message\":\"")
            line.append(message.bytes)
            line.append("\",")
        }
        if set.settings.includesOutput {
            line.append("\"output\":\"")
            appendLead(set, frame, time: time, to: &line)
            line.append(message.bytes)
            line.append("\",")
        }
        if set.settings.includesOutputFields {
            line.append("\"output_fields\":{")
            var isFirst = true
            for member in set.plans[rule].members {
                if !isFirst { line.append(0x2C) }
                isFirst = false
                line.append(member.key)
                append(member: member.content, time: time, to: &line)
            }
            line.append("},")
        }
        line.append(frame.jsonTail)
        TimeText.appendISO(time, to: &line)
        line.append("Z\"}")
    }

    private func append(
        member: OutputPlan.Member.Content, time: UInt64, to line: inout ByteBuffer
    ) {
        switch member {
        case .value(.slot(let slot, let style)):
            let value = style == .none ? FieldValue.missing : values[slot]
            valueText.append(json: value, style, scratch: &scratch, to: &line)
        case .value(.eventTime): line.append(decimal: time)
        case .value(.text(let bytes)):
            scratch.removeAll()
            scratch.append(bytes)
            line.append(json: scratch.bytes)
        case .format(let parts):
            line.append(0x22)
            append(parts, time: time, to: &line)
            line.append(0x22)
        }
    }

    /// Appends the text of a format, escaped.
    private func append(_ parts: [OutputPlan.Part], time: UInt64, to target: inout ByteBuffer) {
        for part in parts {
            switch part {
            case .literal(_, let escaped): target.append(escaped)
            case .value(let value, let width):
                if width == 0, case .slot(let slot, .plain) = value, values[slot].kind == .text {
                    target.append(jsonEscaped: values[slot].bytes)
                    continue
                }
                scratch.removeAll()
                if !appendText(value, time: time) {
                    scratch.removeAll()
                    scratch.append("<NA>")
                }
                if width > 0 { pad(to: width) }
                target.append(jsonEscaped: scratch.bytes)
            }
        }
    }

    private func pad(to width: Int) {
        if scratch.count > width {
            scratch.truncate(to: width)
        } else {
            scratch.append(0x20, count: width - scratch.count)
        }
    }

    /// Appends a value to the scratch; false when it is missing.
    private func appendText(_ value: OutputPlan.Value, time: UInt64) -> Bool {
        switch value {
        case .slot(let slot, let style):
            if style == .none || values[slot].isMissing { return false }
            valueText.append(values[slot], style, to: &scratch)
            return true
        case .eventTime(let style):
            valueText.append(time: time, style, to: &scratch)
            return true
        case .text(let bytes):
            scratch.append(bytes)
            return true
        }
    }
}
