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

    /// In a process of its own, where few others open files: a number left behind by each of twenty
    /// probes would move the lowest free one by twenty.
    @Test func theProbeLeavesNoDescriptorBehind() async {
        await #expect(processExitsWith: .success) {
            var numbers: [Int32] = []
            for _ in 0..<21 {
                _ = try IngestBackend.select(.auto)
                let fd = unsafe open("/dev/null", O_RDONLY)
                numbers.append(fd)
                close(fd)
            }
            exit(numbers[0] >= 0 && numbers[20] < numbers[0] + 10 ? 0 : 1)
        }
    }

    /// A filter of system calls can let rings be made and forbid to use them.
    @Test func whereARingCannotBeEnteredAutoFallsBack() async {
        await #expect(processExitsWith: .success) {
            if try IngestBackend.select(.auto).backend == .epoll { exit(0) }
            guard denyRingEntries() else { exit(1) }
            let selection = try IngestBackend.select(.auto)
            let reason = selection.reason ?? ""
            exit(selection.backend == .epoll && reason.contains("io_uring_enter: ") ? 0 : 2)
        }
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

/// Has io_uring_enter(2) answer EPERM from now on in this process, by a seccomp filter; false when
/// the kernel does not take it.
private func denyRingEntries() -> Bool {
    // prctl(2) is variadic, which Swift does not import
    typealias Control = @convention(c) (CInt, UInt, UInt, UInt, UInt) -> CInt
    guard let symbol = unsafe dlsym(nil, "prctl") else { return false }
    let control = unsafe unsafeBitCast(symbol, to: Control.self)
    // struct sock_filter (linux/filter.h): code, two jumps, operand; 426 on every architecture
    let load = UInt64(0x20)
    let ifEntry = UInt64(0x15) | 1 << 16 | 426 << 32
    let allow = UInt64(0x06) | 0x7FFF_0000 << 32
    let refuse = UInt64(0x06) | UInt64(0x0005_0000 | UInt32(EPERM)) << 32
    let filter = [load, ifEntry, allow, refuse]
    return unsafe filter.withUnsafeBufferPointer { steps in
        // struct sock_fprog: count, pointer
        let program = [UInt(steps.count), UInt(bitPattern: steps.baseAddress)]
        return unsafe program.withUnsafeBufferPointer { program in
            // PR_SET_NO_NEW_PRIVS, then PR_SET_SECCOMP with SECCOMP_MODE_FILTER
            control(38, 1, 0, 0, 0) == 0
                && control(22, 2, UInt(bitPattern: program.baseAddress), 0, 0) == 0
        }
    }
}
