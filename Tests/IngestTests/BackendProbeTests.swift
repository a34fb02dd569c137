import Glibc
import Ingest
import Testing

@Suite struct BackendProbeTests {
    @Test func epollIsTakenWithoutTryingWhenAskedFor() throws {
        let selection = try IngestBackend.select(.epoll)
        #expect(selection == BackendSelection(backend: .epoll, reason: nil))
    }

    @Test func autoNeverFailsAndExplainsEpoll() throws {
        let selection = try IngestBackend.select(.auto)
        #expect((selection.backend == .epoll) == (selection.reason != nil))
    }

    @Test func theProbeLeavesNoDescriptorBehind() throws {
        // dup gives the lowest free number; other tests open and close around it, so try some times
        var differences: [Int32] = []
        for _ in 0..<5 {
            let before = dup(0)
            close(before)
            _ = try IngestBackend.select(.auto)
            let after = dup(0)
            close(after)
            differences.append(after - before)
        }
        #expect(differences.contains { $0 <= 0 })
    }

    /// In a process of its own: a ring needs a descriptor, and there is none.
    @Test func whereNoRingCanBeMadeAutoFallsBackAndUringIsRefused() async {
        await #expect(processExitsWith: .success) {
            var limit = rlimit(rlim_cur: 3, rlim_max: 3)
            unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            let selection = try IngestBackend.select(.auto)
            guard selection.backend == .epoll, let reason = selection.reason,
                reason.hasPrefix("io_uring cannot be used: ")
            else { exit(1) }
            do throws(BackendUnavailable) {
                _ = try IngestBackend.select(.uring)
                exit(2)
            } catch {
                exit(error.description.hasPrefix("io_uring cannot be used: ") ? 0 : 3)
            }
        }
    }
}
