internal import CLinux
package import Synchronization

/// Wakes one sleeping thread from any other, at the cost of one atomic exchange when it is awake.
///
/// The sleeper announces itself, looks for work once more, and only then waits:
/// `prepareToSleep()`, check all queues, then `sleep(timeoutMillis:)` or `cancelSleep()`. A waker
/// first makes its work visible (`SPSCProducer.publish`), then calls `wake()`. Whichever of the two
/// exchanges comes second sees the other side's writes, so no wake-up is lost.
package final class WakeSignal: Sendable {
    /// The eventfd, for sleepers that wait by poll or a ring of their own.
    package let fd: Int32
    @usableFromInline let isSleeping = Atomic<Bool>(false)

    /// Fails with the errno of eventfd(2).
    package init() throws(SystemError) {
        let result = gvfast_eventfd()
        if result < 0 { throw SystemError(call: "eventfd", code: -result) }
        fd = result
    }

    deinit { closeDescriptor(fd) }

    /// Wakes the sleeper if it sleeps or is about to. Any thread.
    @inlinable package func wake() {
        if isSleeping.exchange(false, ordering: .acquiringAndReleasing) { notify() }
    }

    /// Makes the eventfd readable whether or not somebody sleeps. Any thread.
    package func notify() {
        let status = gvfast_eventfd_write(fd)
        precondition(status == 0, "eventfd that we own")
    }

    /// Announces the sleeper; it must look for work once more before it sleeps.
    package func prepareToSleep() {
        _ = isSleeping.exchange(true, ordering: .acquiringAndReleasing)
    }

    /// Takes the announcement back.
    package func cancelSleep() {
        if !isSleeping.exchange(false, ordering: .acquiringAndReleasing) { drain() }
    }

    /// Waits for `wake` or the time limit; negative waits for ever.
    package func sleep(timeoutMillis: Int32) {
        let events = gvfast_poll_in(fd, timeoutMillis)
        precondition(events >= 0, "poll of an eventfd that we own")
        cancelSleep()
        if events != 0 { drain() }
    }

    /// Sets the eventfd back, for sleepers that wait by other means.
    package func drain() {
        let status = gvfast_eventfd_drain(fd)
        precondition(status == 0, "eventfd that we own")
    }
}
