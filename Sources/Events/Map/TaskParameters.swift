/// Places of parameters in the rows of the clone family (223, 225, 227, 335) and of execve and
/// execveat (293, 331). Checked against the table by a test.
package enum CloneParameter {
    package static var result: Int { 0 }
    package static var exe: Int { 1 }
    package static var args: Int { 2 }
    package static var tid: Int { 3 }
    package static var pid: Int { 4 }
    package static var ptid: Int { 5 }
    package static var cwd: Int { 6 }
    package static var comm: Int { 13 }
    package static var cgroups: Int { 14 }
    @usableFromInline package static var flags: Int { 15 }
    package static var uid: Int { 16 }
    package static var gid: Int { 17 }
    package static var vtid: Int { 18 }
    package static var vpid: Int { 19 }
    package static var pidNamespaceStart: Int { 20 }
}

/// Places of parameters in the rows of execve and execveat (293, 331).
package enum ExecParameter {
    package static var result: Int { 0 }
    package static var exe: Int { 1 }
    package static var args: Int { 2 }
    package static var tid: Int { 3 }
    package static var pid: Int { 4 }
    package static var ptid: Int { 5 }
    package static var cwd: Int { 6 }
    package static var comm: Int { 13 }
    package static var cgroups: Int { 14 }
    package static var env: Int { 15 }
    package static var tty: Int { 16 }
    package static var vpgid: Int { 17 }
    package static var loginuid: Int { 18 }
    @usableFromInline package static var flags: Int { 19 }
    package static var uid: Int { 26 }
    package static var trustedExepath: Int { 27 }
    package static var pgid: Int { 28 }
    package static var gid: Int { 29 }
    /// The path as passed; execveat's row ends before it.
    package static var filename: Int { 30 }
}
