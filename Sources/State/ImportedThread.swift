/// A main thread as something other than the event stream tells it: a procfs dump, a test's start.
/// Cold; absent values are unknown.
package struct ImportedThread: Equatable, Sendable {
    package struct File: Equatable, Sendable {
        package var number: Int32
        /// As `fd_path` has it; empty unknown.
        package var path: String
        /// `st_mode`; 0 unknown.
        package var mode: UInt32

        package init(number: Int32, path: String, mode: UInt32 = 0) {
            self.number = number
            self.path = path
            self.mode = mode
        }
    }

    package var threadID: Int32
    /// 0: none.
    package var parentID: Int32 = 0
    /// Start, ns since 1970; 0 unknown.
    package var startTimeNanos: UInt64 = 0
    package var containerID = ""
    package var comm = ""
    /// `argv[0]`.
    package var exe = ""
    package var exePath = ""
    /// After `argv[0]`.
    package var arguments: [String] = []
    package var environment: [String] = []
    package var cwd = ""
    package var root = ""
    package var uid: UInt32?
    package var gid: UInt32?
    package var loginUID: UInt32?
    package var tty: UInt32?
    package var groupID: Int32?
    package var sessionID: Int32?
    package var virtualThreadID: Int32?
    package var virtualGroupID: Int32?
    package var capabilities: UInt64?
    package var fdLimit: Int64?
    package var vmSize: UInt32?
    package var vmResident: UInt32?
    package var isExeWritable = false
    package var files: [File] = []

    package init(threadID: Int32) {
        self.threadID = threadID
    }
}
