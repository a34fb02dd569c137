/// One simulated sandbox: its containers, processes and clock, and the messages that its Sentry has
/// yet to send. One owner, one thread.
@safe
final class Sandbox {
    private struct Pulse {
        var random: SimRandom
        var nowNanos: Int64
        var madeCount = 0
        /// Messages made so far, by type.
        var madeByType: InlineArray<64, Int> = .init(repeating: 0)
    }

    let world: World
    /// Number among the sandboxes of a run.
    let index: Int
    /// Container id of the root container.
    let name: String
    /// What changes with every message, behind a constant pointer as in `ByteSink`.
    private let pulse: UnsafeMutablePointer<Pulse>
    private(set) var containers: [Container] = []
    var processes: [Int32: Process] = [:]
    private var nextPID: Int32 = 1
    private var nextSocket = 1
    private var nextPipe = 1

    /// Messages not sent yet: each is its length (four bytes) and its datagram.
    let queue = ByteSink(capacity: 1 << 14)
    /// Messages that a Sentry loses without counting: text that is not UTF-8.
    private(set) var lostCount = 0
    private(set) var truth = GroundTruth()

    init(world: World, index: Int, seed: UInt64, startNanos: Int64) {
        self.world = world
        self.index = index
        unsafe pulse = .allocate(capacity: 1)
        unsafe pulse.initialize(
            to: Pulse(
                random: SimRandom(seed: seed, part: index),
                nowNanos: startNanos &+ Int64(index) &* 1_000_003))
        var digits = ""
        var naming = SimRandom(seed: seed ^ 0x5A5A, part: index)
        for _ in 0..<4 {
            let word = String(naming.next(), radix: 16)
            digits += String(repeating: "0", count: 16 - word.count) + word
        }
        name = digits
    }

    deinit { unsafe pulse.deallocate() }

    var random: SimRandom {
        get { unsafe pulse.pointee.random }
        _modify { yield unsafe &pulse.pointee.random }
    }

    /// Nanoseconds since 1970 on the Sentry's clock.
    var nowNanos: Int64 {
        get { unsafe pulse.pointee.nowNanos }
        set { unsafe pulse.pointee.nowNanos = newValue }
    }

    /// Messages made so far.
    var madeCount: Int { unsafe pulse.pointee.madeCount }

    /// The same by type.
    var madeByType: [Int] {
        (0..<MessageNames.count).map { unsafe pulse.pointee.madeByType[$0] }
    }

    // MARK: ids

    func takePID() -> Int32 {
        repeat {
            nextPID += 1
            if nextPID > 65_536 { nextPID = 2 }
        } while isUsed(nextPID - 1)
        return nextPID - 1
    }

    private func isUsed(_ id: Int32) -> Bool {
        if processes[id] != nil { return true }
        // Threads other than leaders are few: ids wrap after 65,536 of them only.
        return false
    }

    func socketName() -> TextID {
        nextSocket = nextSocket % 512 + 1
        return world.socketName(nextSocket)
    }

    func pipeName() -> TextID {
        nextPipe = nextPipe % 512 + 1
        return world.pipeName(nextPipe)
    }

    func add(_ container: Container) { containers.append(container) }

    // MARK: truth

    /// The message made last makes `rules` fire once for `task`'s process.
    func fires(_ set: RuleSetName, _ rules: [String], by task: Task) {
        for rule in rules {
            truth.count(
                GroundTruth.Key(
                    set: set, rule: rule, container: world.texts.string(task.process.container.id),
                    pid: task.process.pid, process: world.texts.string(task.process.comm)))
        }
    }

    // MARK: messages

    func enter(_ task: Task, _ call: Call, _ draft: Draft) {
        if !world.selection.raw.isEmpty { emitRaw(task, call.sysno, draft, bit: 1) }
        var draft = draft
        draft.isExit = false
        emit(task, .enter(call), &draft)
    }

    func exit(_ task: Task, _ call: Call, _ draft: Draft) {
        if !world.selection.raw.isEmpty { emitRaw(task, call.sysno, draft, bit: 2) }
        var draft = draft
        draft.isExit = true
        emit(task, .exit(call), &draft)
    }

    /// A call whose exit says what its enter says.
    func call(_ task: Task, _ call: Call, _ draft: Draft) {
        enter(task, call, draft)
        exit(task, call, draft)
    }

    /// A call that only raw points show.
    func rawCall(_ task: Task, _ sysno: UInt16, _ draft: Draft) {
        if world.selection.raw.isEmpty { return }
        emitRaw(task, sysno, draft, bit: 1)
        emitRaw(task, sysno, draft, bit: 2)
    }

    private func emitRaw(_ task: Task, _ sysno: UInt16, _ draft: Draft, bit: UInt8) {
        guard let setting = world.selection.raw[sysno], setting.points & bit != 0 else { return }
        var raw = Draft()
        raw.type = 6
        raw.sysno = sysno
        raw.isExit = bit == 2
        raw.errno = draft.errno
        raw.result = draft.result
        raw.n0 = draft.n0
        raw.n1 = draft.n1
        raw.n2 = draft.n2
        raw.n3 = draft.n3
        raw.n4 = draft.n4
        raw.n5 = draft.n5
        write(task, raw, contextIndex: setting.contextIndex)
    }

    /// A message that is lost with what it says of another task.
    func noteLost() { lostCount += 1 }

    func emit(_ task: Task, _ point: Point, _ draft: Draft) {
        var draft = draft
        emit(task, point, &draft)
    }

    private func emit(_ task: Task, _ point: Point, _ draft: inout Draft) {
        guard let setting = world.selection.settings[point.index] else { return }
        let optional = setting.optionalFields
        if point.index < Point.containerStart.index {
            draft.type = setting.type
            draft.sysno = setting.sysno
            if !optional.contains(.path) { draft.text0 = Texts.none }
            if !optional.contains(.environment) { draft.list1 = Texts.noList }
        } else if point == .containerStart {
            if !optional.contains(.environment) { draft.list1 = Texts.noList }
        }
        write(task, draft, contextIndex: setting.contextIndex)
    }

    /// What is in `tail` stands behind the encoded payload.
    func write(
        _ task: Task, _ draft: Draft, contextIndex: Int,
        tail: ByteSink? = nil
    ) {
        let step = unsafe pulse.pointee.random.next()
        unsafe pulse.pointee.nowNanos &+= 2_000 &+ Int64(step & 0x3FFF)
        let fields = world.selection.contexts[contextIndex]
        let context = unsafe task.contexts.bytes(contextIndex) {
            unsafe world.contexts.tail(of: task, fields)
        }
        guard let context = unsafe context, var body = world.bodies.body(draft) else {
            lostCount += 1
            return
        }
        if let tail { unsafe body.tail = tail.bytes() }
        unsafe pulse.pointee.madeCount &+= 1
        unsafe pulse.pointee.madeByType[Int(draft.type)] &+= 1
        unsafe MessageAssembler.append(
            type: draft.type, fields: fields, timeNanos: pulse.pointee.nowNanos,
            context: context, body: body, to: queue)
    }
}
