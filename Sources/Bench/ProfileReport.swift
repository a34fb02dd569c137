/// What `gvbench profile` has found.
struct ProfileReport {
    /// One rule or comparison; nanoseconds per event of the capture.
    struct Row {
        var name: String
        var aloneNanos = 0.0
        var marginalNanos: Double?
        var hitCount: UInt64 = 0
        /// Rules that hold a comparison.
        var ruleCount = 0

        init(name: String) { self.name = name }
    }

    var eventCount: UInt64 = 0
    /// Without any rule, and with all.
    var baseNanos = 0.0
    var wholeNanos = 0.0
    var rules: [Row] = []
    var comparisons: [Row] = []

    /// What the rules cost together.
    private var rulesNanos: Double { max(0.1, wholeNanos - baseNanos) }

    func text(rowLimit: Int) -> String {
        var lines = [
            "events               \(eventCount)",
            "without rules        \(decimal(baseNanos)) ns per event",
            "with \(rules.count) rules        \(decimal(wholeNanos)) ns per event", "",
            column("alone", 9) + column("marginal", 10) + column("share", 8) + column("hits", 9)
                + "  rule",
        ]
        for row in rules.sorted(by: Self.isDearer).prefix(rowLimit) {
            let marginal = row.marginalNanos.map { decimal($0) } ?? "-"
            let share = row.marginalNanos.map { decimal($0 / rulesNanos * 100) + " %" } ?? "-"
            lines.append(
                column(decimal(row.aloneNanos), 9) + column(marginal, 10) + column(share, 8)
                    + column("\(row.hitCount)", 9) + "  \(row.name)")
        }
        lines += ["", column("alone", 9) + column("rules", 7) + column("hits", 9) + "  comparison"]
        for row in comparisons.sorted(by: Self.isDearer).prefix(rowLimit) {
            lines.append(
                column(decimal(row.aloneNanos), 9) + column("\(row.ruleCount)", 7)
                    + column("\(row.hitCount)", 9) + "  \(row.name.prefix(90))")
        }
        return lines.joined(separator: "\n")
    }

    var json: String {
        let ruleRows = rules.sorted(by: Self.isDearer).map { row in
            let share = row.marginalNanos.map { decimal($0 / rulesNanos * 100) } ?? "null"
            return "{\"rule\":\(quoted(row.name)),\"ns\":\(decimal(row.aloneNanos)),"
                + "\"marginal_ns\":\(row.marginalNanos.map { decimal($0) } ?? "null"),"
                + "\"share_percent\":\(share),\"hits\":\(row.hitCount)}"
        }
        let atoms = comparisons.sorted(by: Self.isDearer).map { row in
            "{\"atom\":\(quoted(row.name)),\"ns\":\(decimal(row.aloneNanos)),"
                + "\"rules\":\(row.ruleCount),\"hits\":\(row.hitCount)}"
        }
        return "{\"events\":\(eventCount),\"base_ns\":\(decimal(baseNanos)),"
            + "\"ns_per_event\":\(decimal(wholeNanos)),\"rules\":["
            + ruleRows.joined(separator: ",") + "],\"atoms\":[" + atoms.joined(separator: ",")
            + "]}"
    }

    private static func isDearer(_ left: Row, _ right: Row) -> Bool {
        let leftCost = left.marginalNanos ?? left.aloneNanos
        let rightCost = right.marginalNanos ?? right.aloneNanos
        return leftCost == rightCost ? left.name < right.name : leftCost > rightCost
    }

    private func column(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}

/// A JSON string.
func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": out += "\\\""
        case "\\": out += "\\\\"
        case "\n": out += "\\n"
        case "\t": out += "\\t"
        default:
            if scalar.value < 0x20 {
                let hex = String(scalar.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            } else {
                out.unicodeScalars.append(scalar)
            }
        }
    }
    return out + "\""
}
