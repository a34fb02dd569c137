internal import Core
internal import Glibc

/// What the threads of a pipeline wake each other with.
struct PipelineSignals: Sendable {
    /// Wakes the thread that renders.
    let dispatcher: WakeSignal
    /// Readable for good once nobody is to wait for an output any more.
    let cancel: WakeSignal
    /// Readable when a thread has ended.
    let ended: WakeSignal

    init() throws(SystemError) {
        dispatcher = try WakeSignal()
        cancel = try WakeSignal()
        ended = try WakeSignal()
    }
}

/// Signals of the process are for its main thread; a closed pipe is told by errno.
enum ThreadSignals {
    /// Blocks all signals for the calling thread.
    static func blockAll() {
        var all = sigset_t()
        unsafe sigfillset(&all)
        unsafe pthread_sigmask(SIG_BLOCK, &all, nil)
    }
}
