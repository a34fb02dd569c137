import Core
import Events
import State

/// A table with one sandbox and the means to send it events, as Falco's vocabulary has them.
///
/// Bytes of parameters lie in a ring of a megabyte, which no event fills.
@safe
struct EventMaker: ~Copyable {
    var table: StateTable
    let sandbox: SandboxSlot
    var timeNanos: UInt64 = 1_566_230_400_000_000_000
    var event = SyscallEvent()
    var binding = EventBinding()
    /// What every event's context says; `isPresent` makes the events gVisor's.
    var context = TaskContext()
    /// Numbers of contexts sent so far; see `deliver(_:)`.
    var serials: [String: UInt64] = [:]
    /// Calls `finish` at once; tests of removal switch it off.
    var finishesAtOnce = true
    private let ring = UnsafeMutablePointer<UInt8>.allocate(capacity: Self.ringCapacity)
    private var ringOffset = 0
    private static var ringCapacity: Int { 1 << 20 }

    init(limits: StateLimits = Self.smallLimits, isSentry: Bool = false) {
        table = StateTable(limits: limits)
        sandbox = table.openSandbox()!
        context.isPresent = isSentry
    }

    static var smallLimits: StateLimits {
        var limits = StateLimits()
        limits.sandboxes = 16
        limits.threads = 1 << 16
        limits.descriptors = 1 << 17
        limits.symbols = 1 << 17
        limits.symbolBytes = 64 << 20
        return limits
    }

    deinit { unsafe ring.deallocate() }

    /// A copy that lives for some events.
    mutating func bytes(_ text: String) -> BorrowedBytes {
        let utf8 = Array(text.utf8)
        if ringOffset + utf8.count > Self.ringCapacity { ringOffset = 0 }
        let target = unsafe ring + ringOffset
        for (index, byte) in utf8.enumerated() { unsafe target[index] = byte }
        ringOffset += utf8.count
        return unsafe BorrowedBytes(unsafeStart: UnsafePointer(target), count: utf8.count)
    }

    /// Starts an event; fill its parameters, then `send`.
    mutating func begin(_ code: UInt16, thread: Int32) {
        event = SyscallEvent()
        event.begin(EventCode(code))
        event.threadID = thread
        event.timeNanos = timeNanos
        event.task = context
        timeNanos += 10_000_000
    }

    mutating func set(_ index: Int, _ value: Int) { event.set(index, integer: Int64(value)) }

    mutating func set(_ index: Int, _ text: String) { event.set(index, bytes: bytes(text)) }

    @discardableResult mutating func send() -> EventBinding {
        binding = table.apply(&event, in: sandbox)
        if finishesAtOnce { table.finish(event, binding) }
        return binding
    }

    /// A call of code and numbers only.
    @discardableResult
    mutating func call(_ code: UInt16, thread: Int32, _ values: Int...) -> EventBinding {
        begin(code, thread: thread)
        for (index, value) in values.enumerated() { set(index, value) }
        return send()
    }

    // MARK: - Reading

    func text(_ symbol: Symbol) -> String { table.text(of: symbol).string }

    func row(_ id: Int32) -> ThreadRow? {
        let slot = table.thread(id: id, in: sandbox)
        return slot.isNone ? nil : table[slot]
    }

    func slot(_ id: Int32) -> ThreadSlot { table.thread(id: id, in: sandbox) }

    func name(_ id: Int32) -> String? { row(id).map { text($0.comm) } }

    func descriptor(_ number: Int64, of id: Int32) -> DescriptorRow? {
        let slot = table.descriptor(number, of: slot(id))
        return slot.isNone ? nil : table[slot]
    }

    func fileName(_ number: Int64, of id: Int32) -> String? {
        descriptor(number, of: id).map { text($0.name) }
    }

    var counters: StateCounters { table.counters(of: sandbox) }
}
