internal import GVisor

/// The points of a session and what each carries.
package struct PointSelection: Sendable {
    struct Setting: Sendable {
        /// Bits by field number of the context.
        var contextFields: UInt16
        /// Which of the distinct sets of context fields this is.
        var contextIndex: Int
        var optionalFields: OptionalFields
        /// Of a system call's point: MessageType and number.
        var type: UInt8 = 0
        var sysno: UInt16 = 0
    }

    /// By `Point.index`; nil is not asked for.
    private(set) var settings: [Setting?]
    /// Raw points by system call number: bit 0 enter, bit 1 exit, and the enter point's context.
    private(set) var raw: [UInt16: (points: UInt8, contextIndex: Int)] = [:]
    /// The distinct sets of context fields.
    private(set) var contexts: [UInt16] = []

    private static let contextBits: [String: UInt16] = [
        "time": 1 << 1, "thread_id": 1 << 2, "task_start_time": 1 << 3, "group_id": 1 << 4,
        "thread_group_start_time": 1 << 5, "container_id": 1 << 6, "credentials": 1 << 7,
        "cwd": 1 << 8, "process_name": 1 << 9, "parent_thread_group_id": 1 << 10,
        "is_exec_session": 1 << 11,
    ]

    /// Everything that the release offers, but for raw points.
    package init(everythingOf personality: Personality) {
        settings = Array(repeating: nil, count: Point.count)
        for index in 0..<Point.count where personality.has(Point(index: index)) {
            let point = Point(index: index)
            set(
                point, personality.contextFields, personality.optionalFields(of: point),
                personality)
        }
    }

    /// What the session file at `path` asks for, as `personality` takes it.
    package init(config path: String, of personality: Personality) throws(SimError) {
        let config: SessionConfig
        do { config = try SessionConfig.read(path: path) } catch {
            throw SimError(error.description)
        }
        settings = Array(repeating: nil, count: Point.count)
        for request in config.points {
            var fields: UInt16 = 0
            for name in request.contextFields {
                let bit = Self.contextBits[name] ?? 0
                if bit & personality.contextFields == 0, !config.isMissingIgnored {
                    throw SimError(
                        "\(path): runsc \(personality.rawValue) has no context field \(name): "
                            + "it would run unmonitored")
                }
                fields |= bit & personality.contextFields
            }
            if let sysno = Self.rawNumber(request.name) {
                let bit: UInt8 = request.name.hasSuffix("/exit") ? 2 : 1
                var entry = raw[sysno] ?? (points: 0, contextIndex: contextIndex(0))
                entry.points |= bit
                // The exit point carries what is asked for on the enter point.
                if bit == 1 { entry.contextIndex = contextIndex(fields) }
                raw[sysno] = entry
                continue
            }
            guard let point = Point.byName[request.name], personality.has(point) else {
                if config.isMissingIgnored { continue }
                throw SimError(
                    "\(path): runsc \(personality.rawValue) has no point \(request.name): "
                        + "it would run unmonitored")
            }
            var optional: OptionalFields = []
            for name in request.optionalFields {
                optional.formUnion(OptionalFields.byName[name] ?? [])
            }
            set(
                point, fields, optional.intersection(personality.optionalFields(of: point)),
                personality)
        }
    }

    private static func rawNumber(_ name: String) -> UInt16? {
        let parts = name.split(separator: "/")
        guard parts.count == 4, parts[0] == "syscall", parts[1] == "sysno" else { return nil }
        return UInt16(parts[2])
    }

    private mutating func set(
        _ point: Point, _ fields: UInt16, _ optional: OptionalFields, _ personality: Personality
    ) {
        var fields = fields
        if point == .exitNotifyParent { fields &= ~(1 << 8 | 1 << 11) }
        var setting = Setting(
            contextFields: fields, contextIndex: contextIndex(fields), optionalFields: optional)
        if point.index < Point.containerStart.index,
            let call = Call(rawValue: point.index / 2)
        {
            setting.type = call.type
            setting.sysno = call.sysno
        }
        settings[point.index] = setting
    }

    private mutating func contextIndex(_ fields: UInt16) -> Int {
        if let index = contexts.firstIndex(of: fields) { return index }
        contexts.append(fields)
        return contexts.count - 1
    }
}
