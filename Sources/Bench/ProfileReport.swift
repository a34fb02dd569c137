import Rules

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

    /// What the daemon's own counting says.
    let inPlace: RuleProfileReport
    var eventCount: UInt64 = 0
    /// Without any rule, and with all.
    var baseNanos = 0.0
    var wholeNanos = 0.0
    var rules: [Row] = []
    var comparisons: [Row] = []

    init(inPlace: RuleProfileReport) { self.inPlace = inPlace }

    /// Nanoseconds per event that the rules are about, and percent of all matching.
    private func inPlace(_ row: Row) -> (nanos: Double, percent: Double) {
        let nanos = inPlace.rules[row.name]?.nanos ?? 0
        return (nanos / Double(max(1, inPlace.eventCount)), inPlace.percent(nanos))
    }

    func text(rowLimit: Int) -> String {
        var lines = [
            "events               \(eventCount)",
            "without rules        \(decimal(baseNanos)) ns per event",
            "with \(rules.count) rules        \(decimal(wholeNanos)) ns per event", "",
            column("in place", 9) + column("share", 9) + column("alone", 9)
                + column("marginal", 10) + column("hits", 9) + "  rule",
        ]
        for row in sortedRules.prefix(rowLimit) {
            let (nanos, percent) = inPlace(row)
            lines.append(
                column(decimal(nanos), 9) + column(decimal(percent) + " %", 9)
                    + column(decimal(row.aloneNanos), 9)
                    + column(row.marginalNanos.map { decimal($0) } ?? "-", 10)
                    + column("\(row.hitCount)", 9) + "  \(row.name)")
        }
        lines += ["", column("alone", 9) + column("rules", 7) + column("hits", 9) + "  comparison"]
        for row in sortedComparisons.prefix(rowLimit) {
            lines.append(
                column(decimal(row.aloneNanos), 9) + column("\(row.ruleCount)", 7)
                    + column("\(row.hitCount)", 9) + "  \(row.name.prefix(90))")
        }
        lines += ["", "checksum \(checksum)"]
        return lines.joined(separator: "\n")
    }

    var json: String {
        let ruleRows = sortedRules.map { row in
            let (nanos, percent) = inPlace(row)
            return "{\"rule\":\(quoted(row.name)),\"ns\":\(decimal(nanos)),"
                + "\"share_percent\":\(decimal(percent)),"
                + "\"alone_ns\":\(decimal(row.aloneNanos)),"
                + "\"marginal_ns\":\(row.marginalNanos.map { decimal($0) } ?? "null"),"
                + "\"hits\":\(row.hitCount)}"
        }
        let atoms = sortedComparisons.map { row in
            "{\"atom\":\(quoted(row.name)),\"ns\":\(decimal(row.aloneNanos)),"
                + "\"rules\":\(row.ruleCount),\"hits\":\(row.hitCount)}"
        }
        return "{\"events\":\(eventCount),\"base_ns\":\(decimal(baseNanos)),"
            + "\"ns_per_event\":\(decimal(wholeNanos)),\"rules\":["
            + ruleRows.joined(separator: ",") + "],\"atoms\":[" + atoms.joined(separator: ",")
            + "],\"checksum\":\(checksum)}"
    }

    private var checksum: UInt64 {
        (rules + comparisons).reduce(eventCount) { $0 &* 31 &+ $1.hitCount }
    }

    private var sortedRules: [Row] {
        rules.sorted {
            let (left, right) = (inPlace($0).nanos, inPlace($1).nanos)
            return left == right ? $0.name < $1.name : left > right
        }
    }

    private var sortedComparisons: [Row] {
        comparisons.sorted {
            $0.aloneNanos == $1.aloneNanos ? $0.name < $1.name : $0.aloneNanos > $1.aloneNanos
        }
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
