internal import Glibc

/// Plain threads that are waited for.
final class Threads {
    private var ids: [pthread_t] = []

    private final class Body {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    func start(_ run: @escaping @Sendable () -> Void) {
        var id = pthread_t()
        let body = unsafe Unmanaged.passRetained(Body(run)).toOpaque()
        let result = unsafe pthread_create(
            &id, nil,
            { @Sendable argument in
                guard let argument = unsafe argument else { return nil }
                unsafe Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, body)
        precondition(result == 0, "cannot start a thread")
        ids.append(id)
    }

    func join() {
        for id in ids { pthread_join(id, nil) }
        ids.removeAll()
    }
}
