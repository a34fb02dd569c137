internal import Glibc
package import Rules

/// What the metrics are made of at one moment.
package struct MetricsInput: Sendable, Equatable {
    /// Nanoseconds since 1970.
    package var timeNanos: UInt64 = 0
    /// Events received and alerts raised so far, by all shards.
    package var eventCount: UInt64 = 0
    package var alertCount: UInt64 = 0
    /// Messages that sandboxes could not send.
    package var senderDropCount: UInt64 = 0
    /// Alerts that a full queue refused.
    package var queueDropCount: UInt64 = 0
    package var sandboxCount = 0
    /// Alerts delivered by name of the rule.
    package var alertsByRule: [String: UInt64] = [:]

    package init() {}
}

/// Makes snapshots in Falco's words; one per run, used by the main thread.
package struct MetricsSnapshot: Sendable {
    private let settings: MetricsSettings
    private let hostname: String
    private let startNanos: UInt64
    /// `falco.sha256_…` fields.
    private let fileFields: [String: InternalMessage.Value]
    private var last = MetricsInput()
    private var lastUsage: UInt64 = 0

    private typealias Value = InternalMessage.Value

    /// - Parameter files: rules and configuration files, whose digests are told.
    package init(
        settings: MetricsSettings, hostname: String, startNanos: UInt64, rulesFiles: [String],
        configFiles: [String]
    ) {
        self.settings = settings
        self.hostname = hostname
        self.startNanos = startNanos
        var fields: [String: Value] = [:]
        for (kind, paths) in [("rules", rulesFiles), ("config", configFiles)] {
            for path in paths {
                guard let content = try? RulesFiles.read(path) else { continue }
                let name = path.split(separator: "/").last.map(String.init) ?? path
                fields["falco.sha256_\(kind)_file." + Self.fieldName(name)] =
                    .text(SHA256.hexadecimal(content))
            }
        }
        fileFields = fields
        last.timeNanos = startNanos
        lastUsage = Self.cpuNanos()
    }

    /// The message of a snapshot. Rates are over the time since the one before.
    package mutating func message(_ now: MetricsInput) -> InternalMessage {
        var fields = fileFields
        let seconds = Double(now.timeNanos &- last.timeNanos) / 1e9
        addBase(now, seconds, &fields)
        if settings.countsRules { addRules(now, &fields) }
        if settings.countsEvents { addFeed(now, seconds, &fields) }
        if settings.countsState {
            fields["falco.n_sandboxes"] = .unsigned(UInt64(now.sandboxCount))
        }
        if settings.countsResources { addResources(seconds, &fields) }
        if !settings.includesEmpty {
            fields = fields.filter { $0.value != .unsigned(0) && $0.value != .text("") }
        }
        last = now
        return InternalMessage(
            rule: "Falco internal: metrics snapshot", priority: .informational,
            text: "Falco metrics snapshot", fields: fields, timeNanos: now.timeNanos)
    }

    private func addBase(
        _ now: MetricsInput, _ seconds: Double, _ fields: inout [String: InternalMessage.Value]
    ) {
        fields["evt.time"] = .unsigned(now.timeNanos)
        fields["evt.hostname"] = .text(hostname)
        fields["evt.source"] = .text("syscall")
        fields["falco.start_ts"] = .unsigned(startNanos)
        fields["falco.version"] = .text(Version.text)
        fields["falco.duration_sec"] = .unsigned((now.timeNanos &- startNanos) / 1_000_000_000)
        fields["falco.kernel_release"] = .text(Self.kernelRelease())
        fields["falco.host_boot_ts"] = .unsigned(Self.bootNanos(now.timeNanos))
        fields["falco.host_num_cpus"] = .unsigned(
            UInt64(max(0, sysconf(Int32(_SC_NPROCESSORS_ONLN)))))
        fields["falco.outputs_queue_num_drops"] = .unsigned(now.queueDropCount)
        fields["falco.num_evts"] = .unsigned(now.eventCount)
        fields["falco.num_evts_prev"] = .unsigned(last.eventCount)
        fields["falco.evts_rate_sec"] = Self.rate(now.eventCount, last.eventCount, seconds)
    }

    private func addRules(_ now: MetricsInput, _ fields: inout [String: InternalMessage.Value]) {
        fields["falco.rules.matches_total"] = .unsigned(now.alertCount)
        for (name, count) in now.alertsByRule {
            fields["falco.rules." + Self.fieldName(name)] = .unsigned(count)
        }
    }

    private func addFeed(
        _ now: MetricsInput, _ seconds: Double, _ fields: inout [String: InternalMessage.Value]
    ) {
        fields["scap.engine_name"] = .text("gvisor")
        fields["scap.n_evts"] = .unsigned(now.eventCount)
        fields["scap.n_evts_prev"] = .unsigned(last.eventCount)
        fields["scap.evts_rate_sec"] = Self.rate(now.eventCount, last.eventCount, seconds)
        fields["scap.n_drops"] = .unsigned(now.senderDropCount)
        fields["scap.n_drops_prev"] = .unsigned(last.senderDropCount)
        fields["scap.evts_drop_rate_sec"] = Self.rate(
            now.senderDropCount, last.senderDropCount, seconds)
        let drops = now.senderDropCount &- last.senderDropCount
        let all = drops &+ (now.eventCount &- last.eventCount)
        fields["scap.n_drops_perc"] = .double(all == 0 ? 0 : 100 * Double(drops) / Double(all))
    }

    private mutating func addResources(
        _ seconds: Double, _ fields: inout [String: InternalMessage.Value]
    ) {
        let usage = Self.cpuNanos()
        let share = seconds > 0 ? Double(usage &- lastUsage) / 1e9 / seconds * 100 : 0
        lastUsage = usage
        fields["falco.cpu_usage_perc"] = .double((share * 10).rounded() / 10)
        let pages = Self.memoryPages()
        let page = Double(sysconf(Int32(_SC_PAGESIZE)))
        fields["falco.memory_vsz_mb"] = .double((pages.size * page / 1048576 * 10).rounded() / 10)
        fields["falco.memory_rss_mb"] = .double(
            (pages.resident * page / 1048576 * 10).rounded() / 10)
    }

    /// Every character but letters, digits, `_` and `:` is `_`, runs of it are one, and one at the
    /// end is dropped.
    package static func fieldName(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            let isKept =
                switch byte {
                case 0x30...0x3A, 0x41...0x5A, 0x61...0x7A: true
                default: false
                }
            if isKept {
                result.unicodeScalars.append(Unicode.Scalar(byte))
            } else if result.last != "_" {
                result.append("_")
            }
        }
        if result.last == "_" { result.removeLast() }
        return result
    }

    private static func rate(
        _ now: UInt64, _ before: UInt64, _ seconds: Double
    ) -> InternalMessage.Value {
        .double(seconds > 0 ? (Double(now &- before) / seconds * 10).rounded() / 10 : 0)
    }
}

extension MetricsSnapshot {
    private static func cpuNanos() -> UInt64 {
        var time = timespec()
        guard unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) == 0 else { return 0 }
        return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
    }

    private static func bootNanos(_ now: UInt64) -> UInt64 {
        var time = timespec()
        guard unsafe clock_gettime(CLOCK_BOOTTIME, &time) == 0 else { return 0 }
        return now &- (UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec))
    }

    private static func kernelRelease() -> String {
        guard let content = try? RulesFiles.read("/proc/sys/kernel/osrelease") else { return "" }
        return String(decoding: content.prefix { $0 != 0x0A }, as: UTF8.self)
    }

    /// Pages of the address space and in memory (proc(5), statm).
    private static func memoryPages() -> (size: Double, resident: Double) {
        guard let content = try? RulesFiles.read("/proc/self/statm") else { return (0, 0) }
        let words = content.split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
        guard words.count > 1 else { return (0, 0) }
        return (Double(words[0]) ?? 0, Double(words[1]) ?? 0)
    }
}
