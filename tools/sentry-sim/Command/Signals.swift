import Glibc

/// What a command does about signals.
enum Signals {
    /// Calls `handler`, which may do only what signal-safety(7) allows. Who started us may have
    /// left the signals blocked.
    static func handle(_ signals: [Int32], _ handler: @escaping @convention(c) (Int32) -> Void) {
        var set = sigset_t()
        unsafe sigemptyset(&set)
        for signal in signals {
            Glibc.signal(signal, handler)
            unsafe sigaddset(&set, signal)
        }
        unsafe pthread_sigmask(SIG_UNBLOCK, &set, nil)
    }
}
