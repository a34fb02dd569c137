internal import CLinux
internal import Glibc

/// A POSIX thread with a name and, if wanted, one CPU; it owns the value that was moved into it.
///
/// The thread ends when its body returns; `join()` waits for that. A handle that is dropped without
/// a join leaves the thread running on its own.
@safe
package struct ShardThread: ~Copyable, Sendable {
    private let handle: pthread_t

    /// Starts a thread that runs `body` on `payload`.
    ///
    /// `name` is cut to 15 bytes. `cpu` binds the thread when given; a CPU that does not exist or
    /// may not be used is ignored, as pinning is a wish. Throws when no thread can be made.
    package init<Payload: ~Copyable>(
        name: String, cpu: Int? = nil, payload: consuming sending Payload,
        body: @escaping @Sendable (consuming Payload) -> Void
    ) throws(SystemError) {
        let launch = Launch(name: name, cpu: cpu, payload: payload, body: body)
        let argument = unsafe Unmanaged<LaunchBase>.passRetained(launch)
        var handle = pthread_t()
        let code = unsafe pthread_create(
            &handle, nil,
            { argument in
                guard let argument = unsafe argument else { return nil }
                let launch = unsafe Unmanaged<LaunchBase>.fromOpaque(argument).takeRetainedValue()
                launch.run()
                return nil
            }, argument.toOpaque())
        if code != 0 {
            unsafe argument.release()
            throw SystemError(call: "pthread_create", code: code)
        }
        self.handle = handle
    }

    /// Starts a thread that needs no value of its own.
    package init(name: String, cpu: Int? = nil, body: @escaping @Sendable () -> Void)
        throws(SystemError)
    {
        try self.init(name: name, cpu: cpu, payload: 0) { (_: consuming Int) in body() }
    }

    deinit { pthread_detach(handle) }

    /// Waits until the thread has ended.
    package consuming func join() {
        let handle = self.handle
        discard self
        let code = pthread_join(handle, nil)
        precondition(code == 0, "join of a thread that we own")
    }
}

/// What crosses into the new thread: one owner at a time, first the starter, then the thread.
private class LaunchBase {
    func run() {}
}

private final class Launch<Payload: ~Copyable>: LaunchBase {
    private let name: String
    private let cpu: Int?
    private var payload: Payload?
    private let body: @Sendable (consuming Payload) -> Void

    init(
        name: String, cpu: Int?, payload: consuming Payload,
        body: @escaping @Sendable (consuming Payload) -> Void
    ) {
        self.name = name
        self.cpu = cpu
        self.payload = consume payload
        self.body = body
    }

    override func run() {
        _ = unsafe gvfast_set_thread_name(name)
        if let cpu, let number = UInt32(exactly: cpu) { _ = gvfast_set_thread_affinity(number) }
        guard let payload = payload.take() else { return }
        body(payload)
    }
}
