internal import CLiburing
internal import Core
internal import Glibc

/// An io_uring instance and its ring of provided buffers.
///
/// The C struct lives in an allocation of its own, for one stable address. The ring is made
/// disabled so that it can be built on one thread and enabled by the thread that will use it alone.
@safe
struct UringRing: ~Copyable {
    /// The group number of the provided buffers.
    static let bufferGroup: UInt16 = 0

    let ring: UnsafeMutablePointer<io_uring>
    private let bufferRing: UnsafeMutablePointer<io_uring_buf_ring>
    private let bufferEntryCount: UInt32
    private var isEnabled = false
    /// The kernel knows the ring's descriptor by the number that liburing keeps for it.
    private var isRegistered = false
    /// A wait can be for many completions first and, when that takes too long, for one (6.12).
    private let hasMinimumWait: Bool

    /// Makes a ring with `bufferEntryCount` (a power of two) places for buffers.
    init(submissionCapacity: UInt32, completionCapacity: UInt32, bufferEntryCount: UInt32)
        throws(SystemError)
    {
        precondition(bufferEntryCount.nonzeroBitCount == 1 && bufferEntryCount <= 32_768)
        let ring = UnsafeMutablePointer<io_uring>.allocate(capacity: 1)
        let status = unsafe Self.setUp(ring, submissionCapacity, completionCapacity)
        if status < 0 {
            unsafe ring.deallocate()
            throw SystemError(call: "io_uring_setup", code: -status)
        }
        var memory: UnsafeMutableRawPointer?
        let byteCount = Int(bufferEntryCount) * MemoryLayout<io_uring_buf>.stride
        var code = unsafe posix_memalign(&memory, 4096, byteCount)
        if code == 0, let memory = unsafe memory {
            unsafe memset(memory, 0, byteCount)
            var registration = io_uring_buf_reg()
            registration.ring_addr = UInt64(UInt(bitPattern: memory))
            registration.ring_entries = bufferEntryCount
            registration.bgid = Self.bufferGroup
            code = unsafe -io_uring_register_buf_ring(ring, &registration, 0)
        }
        guard code == 0, let memory = unsafe memory else {
            unsafe free(memory)
            unsafe io_uring_queue_exit(ring)
            unsafe ring.deallocate()
            throw SystemError(call: "io_uring_register_buf_ring", code: code)
        }
        let bufferRing = unsafe memory.assumingMemoryBound(to: io_uring_buf_ring.self)
        unsafe io_uring_buf_ring_init(bufferRing)
        unsafe self.ring = ring
        unsafe self.bufferRing = bufferRing
        self.bufferEntryCount = bufferEntryCount
        hasMinimumWait = unsafe ring.pointee.features & UInt32(IORING_FEAT_MIN_TIMEOUT) != 0
    }

    deinit {
        unsafe io_uring_queue_exit(ring)
        unsafe ring.deallocate()
        unsafe free(bufferRing)
    }

    /// Tries the flags of the newest kernel first and fewer after each refusal.
    private static func setUp(
        _ ring: UnsafeMutablePointer<io_uring>, _ submissions: UInt32, _ completions: UInt32
    ) -> Int32 {
        let always = IORING_SETUP_CQSIZE | IORING_SETUP_R_DISABLED | IORING_SETUP_SUBMIT_ALL
        let choices = [
            always | IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN,  // 6.1
            always | IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_COOP_TASKRUN
                | IORING_SETUP_TASKRUN_FLAG,  // 6.0
            always | IORING_SETUP_COOP_TASKRUN | IORING_SETUP_TASKRUN_FLAG,
        ]
        var status: Int32 = -EINVAL
        for flags in choices where status == -EINVAL {
            var parameters = io_uring_params()
            parameters.flags = flags
            parameters.cq_entries = completions
            status = unsafe io_uring_queue_init_params(submissions, ring, &parameters)
        }
        return status
    }

    /// Makes the calling thread the one that uses the ring from now on.
    mutating func enable() throws(SystemError) {
        if isEnabled { return }
        // liburing 2.3 declares io_uring_enable_rings and does not export it
        let status = unsafe io_uring_register(
            UInt32(ring.pointee.ring_fd), UInt32(IORING_REGISTER_ENABLE_RINGS), nil, 0)
        if status < 0 { throw SystemError(call: "io_uring_register", code: -status) }
        isEnabled = true
        // saves a descriptor look-up per entry; kernels without it just go on
        isRegistered = unsafe io_uring_register_ring_fd(ring) == 1
    }

    /// A free submission entry; the queue is handed to the kernel when it is full.
    @unsafe
    func submission() -> UnsafeMutablePointer<io_uring_sqe> {
        while true {
            if let entry = unsafe io_uring_get_sqe(ring) { return unsafe entry }
            let status = unsafe io_uring_submit(ring)
            precondition(
                status >= 0 || Self.isTransient(-status), "io_uring_submit: error \(-status)")
        }
    }

    /// Enters the kernel for nothing, to see whether we are let in. The ring must be enabled.
    func tryEntry() throws(SystemError) {
        var flags = UInt32(IORING_ENTER_GETEVENTS)
        if isRegistered { flags |= UInt32(IORING_ENTER_REGISTERED_RING) }
        let status = unsafe io_uring_enter2(
            UInt32(ring.pointee.enter_ring_fd), 0, 0, flags, nil, 0)
        if status < 0 && !Self.isTransient(-status) {
            throw SystemError(call: "io_uring_enter", code: -status)
        }
    }

    /// Refusals that pass: interrupted, out of memory for now, completions to be taken first.
    static func isTransient(_ code: Int32) -> Bool {
        code == EINTR || code == EAGAIN || code == EBUSY || code == ETIME || code == ENOMEM
    }

    /// Submits what is prepared and waits for `count` completions or until `nanos` have passed.
    func enter(waitFor count: UInt32, nanos: UInt64) {
        var limit = __kernel_timespec()
        limit.tv_sec = Int64(nanos / 1_000_000_000)
        limit.tv_nsec = Int64(nanos % 1_000_000_000)
        var first: UnsafeMutablePointer<io_uring_cqe>?
        let status = unsafe io_uring_submit_and_wait_timeout(ring, &first, count, &limit, nil)
        precondition(status >= 0 || Self.isTransient(-status), "io_uring_enter: error \(-status)")
    }

    /// Submits what is prepared and waits for `count` completions; after `collectNanos` for the
    /// first. Returns when there is none within `nanos`, or, on kernels that cannot do both in one
    /// wait, within `collectNanos`.
    func enter(collecting count: UInt32, collectNanos: UInt64, nanos: UInt64) {
        let pendingCount = unsafe io_uring_sq_ready(ring)
        if !hasMinimumWait || collectNanos >= nanos || pendingCount > 0 {
            enter(waitFor: count, nanos: min(nanos, collectNanos))
            return
        }
        var limit = __kernel_timespec()
        limit.tv_sec = Int64(nanos / 1_000_000_000)
        limit.tv_nsec = Int64(nanos % 1_000_000_000)
        var flags = UInt32(IORING_ENTER_GETEVENTS | IORING_ENTER_EXT_ARG)
        if isRegistered { flags |= UInt32(IORING_ENTER_REGISTERED_RING) }
        let status = unsafe withUnsafePointer(to: &limit) { limit in
            var arguments = io_uring_getevents_arg()
            // no signal mask; `pad` is what later headers call `min_wait_usec`
            arguments.sigmask_sz = 8
            arguments.pad = UInt32(clamping: collectNanos / 1000)
            arguments.ts = UInt64(UInt(bitPattern: limit))
            return unsafe withUnsafeMutablePointer(to: &arguments) { arguments in
                unsafe io_uring_enter2(
                    UInt32(ring.pointee.enter_ring_fd), 0, count, flags,
                    UnsafeMutableRawPointer(arguments).assumingMemoryBound(to: sigset_t.self),
                    MemoryLayout<io_uring_getevents_arg>.size)
            }
        }
        precondition(status >= 0 || Self.isTransient(-status), "io_uring_enter: error \(-status)")
    }

    /// Completions that can be read.
    var completionCount: UInt32 { unsafe io_uring_cq_ready(ring) }

    /// The completion at `offset` from the oldest, which must be below `completionCount`.
    func completion(_ offset: UInt32) -> io_uring_cqe {
        let queue = unsafe ring.pointee.cq
        let head = unsafe queue.khead.pointee
        return unsafe queue.cqes[Int((head &+ offset) & queue.ring_mask)]
    }

    /// Gives the oldest `count` completions back.
    func advance(_ count: UInt32) { unsafe io_uring_cq_advance(ring, count) }

    /// Puts a buffer into place `offset` behind the ring's end; `publishBuffers` shows them.
    func addBuffer(
        _ address: UnsafeMutableRawPointer, byteCount: Int, number: UInt16, offset: Int
    ) {
        let mask = io_uring_buf_ring_mask(bufferEntryCount)
        unsafe io_uring_buf_ring_add(
            bufferRing, address, UInt32(truncatingIfNeeded: byteCount), number, mask,
            Int32(truncatingIfNeeded: offset))
    }

    func publishBuffers(_ count: Int) {
        unsafe io_uring_buf_ring_advance(bufferRing, Int32(truncatingIfNeeded: count))
    }
}
