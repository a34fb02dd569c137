/// The `metrics` keys.
package struct MetricsSettings: Sendable, Equatable {
    package var isEnabled = false
    /// Milliseconds between two snapshots.
    package var intervalMillis: UInt64 = 0
    /// Snapshots are alerts (`output_rule`).
    package var isAlert = false
    /// File that gets each snapshot as a line of JSON; empty: none.
    package var path = ""
    package var countsRules = true
    package var countsResources = true
    package var countsState = true
    package var countsEvents = true
    /// Counters that are 0 are told as well.
    package var includesEmpty = false

    package init() {}

    /// Snapshots nearer to each other than this are refused.
    private static let shortestMillis: UInt64 = 100

    /// Reads the keys. Enabled metrics need an interval with a unit and somewhere to go.
    init(_ value: ConfigNode) throws(ConfigNode.Failure) {
        let group = try ConfigGroup(
            "metrics", value,
            keys: [
                "enabled", "interval", "output_rule", "output_file", "rules_counters_enabled",
                "resource_utilization_enabled", "state_counters_enabled",
                "kernel_event_counters_enabled", "kernel_event_counters_per_cpu_enabled",
                "libbpf_stats_enabled", "plugins_metrics_enabled", "jemalloc_stats_enabled",
                "convert_memory_to_mb", "include_empty_values",
            ])
        isEnabled = try group.boolean("enabled") ?? false
        isAlert = try group.boolean("output_rule") ?? false
        path = group.text("output_file") ?? ""
        countsRules = try group.boolean("rules_counters_enabled") ?? true
        countsResources = try group.boolean("resource_utilization_enabled") ?? true
        countsState = try group.boolean("state_counters_enabled") ?? true
        countsEvents = try group.boolean("kernel_event_counters_enabled") ?? true
        includesEmpty = try group.boolean("include_empty_values") ?? false
        let text = group.text("interval") ?? "5000"
        let millis = Self.milliseconds(text)
        intervalMillis = millis ?? 0
        if !isEnabled { return }
        guard let millis, millis >= Self.shortestMillis else {
            throw ConfigNode.Failure(
                "metrics.interval: found '\(text)', expected a time with its unit such as 15m, "
                    + "at least \(Self.shortestMillis)ms")
        }
        if !isAlert, path.isEmpty {
            throw ConfigNode.Failure(
                "metrics are enabled, but neither output_rule nor output_file says where they go")
        }
    }

    /// A time such as `1h30m`: numbers with the units y, w, d, h, m, s, ms in this order, each at
    /// most once; nil for anything else.
    package static func milliseconds(_ text: String) -> UInt64? {
        let units: [(name: String, millis: UInt64)] = [
            ("y", 31_536_000_000), ("w", 604_800_000), ("d", 86_400_000), ("h", 3_600_000),
            ("m", 60_000), ("s", 1_000), ("ms", 1),
        ]
        var rest = text[...]
        var next = 0
        var sum: UInt64 = 0
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            rest = rest.dropFirst(digits.count)
            let letters = rest.prefix { $0.isLetter }
            rest = rest.dropFirst(letters.count)
            guard let number = UInt64(digits),
                let place = units[next...].firstIndex(where: { $0.name == letters })
            else { return nil }
            let (product, isTooLarge) = number.multipliedReportingOverflow(
                by: units[place].millis)
            let (total, overflows) = sum.addingReportingOverflow(product)
            if isTooLarge || overflows { return nil }
            sum = total
            next = place + 1
        }
        return text.isEmpty ? nil : sum
    }
}
