package import Events
import Rules
package import State

/// A state table with the four base threads of the conformance data, to which events are applied
/// one by one as the engine does it.
package final class ConformanceWorld {
    private static let firstTimeNanos: UInt64 = 1_566_230_400_000_000_000
    private static let stepNanos: UInt64 = 10_000_000

    package var state = StateTable(
        threadCapacity: 4096, descriptorCapacity: 65536, containerCapacity: 64)
    package let sandbox: SandboxSlot
    package private(set) var event = SyscallEvent()
    package private(set) var binding = EventBinding()
    private var hasEvent = false
    private var timeNanos = ConformanceWorld.firstTimeNanos
    private var eventCount: UInt64 = 0

    package init() {
        guard let sandbox = state.openSandbox() else { fatalError("no room for a sandbox") }
        self.sandbox = sandbox
        for thread in Self.baseThreads {
            var thread = thread
            thread.startTimeNanos = timeNanos
            timeNanos += Self.stepNanos
            state.importThread(thread, in: sandbox)
        }
    }

    /// Applies an event, after the removals of the one before.
    package func apply(_ made: ConformanceEvent) {
        finish()
        timeNanos += made.advanceNanos
        eventCount += 1
        made.fill(&event)
        event.number = eventCount
        event.timeNanos = timeNanos
        timeNanos += Self.stepNanos
        binding = state.apply(&event, in: sandbox)
        hasEvent = true
    }

    /// Makes the removals of the event at hand.
    package func finish() {
        if hasEvent { state.finish(event, binding) }
        hasEvent = false
    }

    private static let allCapabilities: UInt64 = 0x1FF_FFFF_FFFF

    private static let baseThreads: [ImportedThread] = [
        thread(1, parent: 0, "init", exe: "/sbin/init", path: "/sbin/init") {
            $0.arguments = ["context", "ls", "--format", "{{json .}}"]
            $0.environment = ["TEST_ENV_PARENT_LINEAGE=secret", "HOME=/home/user/parent"]
            $0.cwd = "/root/"
            $0.sessionID = 0
            $0.files = [ImportedThread.File(number: 0, path: "/dev/null", mode: 0o100666)]
        },
        thread(10, parent: 1, "nginx", exe: "/usr/sbin/nginx", path: "/usr/sbin/nginx") {
            $0.cwd = "/"
            $0.sessionID = 10
        },
        thread(20, parent: 10, "bash", exe: "bash", path: "/bin/bash") {
            $0.arguments = ["-i"]
            $0.cwd = "/root/"
            $0.sessionID = 10
        },
        thread(30, parent: 20, "sh", exe: "sh", path: "/bin/dash") {
            $0.arguments = ["-c", "echo hi"]
            $0.environment = ["HOME=/home/u", "HTTP_PROXY=http://x:1", "EMPTY="]
            $0.cwd = "/tmp/work/"
            $0.sessionID = 10
            $0.uid = 1234
            $0.gid = 1234
            $0.tty = 34816
            $0.loginUID = 1234
        },
    ]

    private static func thread(
        _ id: Int32, parent: Int32, _ comm: String, exe: String, path: String,
        _ complete: (inout ImportedThread) -> Void
    ) -> ImportedThread {
        var thread = ImportedThread(threadID: id)
        thread.parentID = parent
        thread.comm = comm
        thread.exe = exe
        thread.exePath = path
        thread.uid = 0
        thread.gid = 0
        thread.loginUID = .max
        thread.tty = 0
        thread.groupID = id
        thread.virtualThreadID = id
        thread.virtualGroupID = id
        thread.capabilities = allCapabilities
        thread.fdLimit = 1_048_576
        thread.isExeWritable = true
        complete(&thread)
        return thread
    }
}
