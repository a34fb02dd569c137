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
            set(point, personality.contextFields, personality.optionalFields(of: point))
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
            func missing(_ what: String) -> SimError {
                SimError(
                    "\(path): runsc \(personality.rawValue) has no \(what): "
                        + "it would run unmonitored")
            }
            let isIgnored = config.isMissingIgnored
            let known = Self.rawPoint(request.name)
            let point = Point.byName[request.name].flatMap { personality.has($0) ? $0 : nil }
            guard known != nil || point != nil else {
                if isIgnored { continue }
                throw missing("point \(request.name)")
            }
            let offered = personality.contextFields(of: point)
            var fields: UInt16 = 0
            for name in request.contextFields {
                let bit = Self.contextBits[name] ?? 0
                if bit & offered == 0, !isIgnored {
                    throw missing("context field \(name) on \(request.name)")
                }
                fields |= bit & offered
            }
            var optional: OptionalFields = []
            for name in request.optionalFields {
                let field = point.flatMap { OptionalFields.named(name, of: $0) } ?? []
                let taken = point.map { personality.optionalFields(of: $0) } ?? []
                if field.isEmpty || !taken.contains(field) {
                    if isIgnored { continue }
                    throw missing("optional field \(name) on \(request.name)")
                }
                optional.formUnion(field)
            }
            if let point { set(point, fields, optional) }
            if let known { setRaw(known.sysno, known.bit, fields) }
        }
    }

    /// Numbers of system calls that raw points exist for.
    private static let rawNumbers: ClosedRange<UInt16> = 0...441

    /// `syscall/sysno/N/enter`, bit 1, or `/exit`, bit 2.
    private static func rawPoint(_ name: String) -> (sysno: UInt16, bit: UInt8)? {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == "syscall", parts[1] == "sysno",
            let number = UInt16(parts[2]), rawNumbers.contains(number),
            String(number) == parts[2], parts[3] == "enter" || parts[3] == "exit"
        else { return nil }
        return (number, parts[3] == "exit" ? 2 : 1)
    }

    private mutating func setRaw(_ sysno: UInt16, _ bit: UInt8, _ fields: UInt16) {
        var entry = raw[sysno] ?? (points: 0, contextIndex: contextIndex(0))
        entry.points |= bit
        // The exit point carries what is asked for on the enter point.
        if bit == 1 { entry.contextIndex = contextIndex(fields) }
        raw[sysno] = entry
    }

    private mutating func set(_ point: Point, _ fields: UInt16, _ optional: OptionalFields) {
        var fields = fields
        // one of these is taken by 20221219, and left empty
        if point == .exitNotifyParent { fields &= ~Personality.notOfParentNotice }
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
