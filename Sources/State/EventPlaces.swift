/// Places of the parameters that State reads in the rows of the clone family (223, 225, 227, 335).
enum ClonePlace {
    static let result = 0
    static let exe = 1
    static let arguments = 2
    static let threadID = 3
    static let processID = 4
    static let parentID = 5
    static let cwd = 6
    static let fdLimit = 7
    static let majorFaults = 8
    static let minorFaults = 9
    static let vmSize = 10
    static let vmResident = 11
    static let vmSwap = 12
    static let comm = 13
    static let cgroups = 14
    static let flags = 15
    static let uid = 16
    static let gid = 17
    static let virtualThreadID = 18
    static let virtualProcessID = 19
    static let namespaceStart = 20
}

/// Places of the parameters that State reads in the rows of execve and execveat (293, 331). The
/// first fifteen are as in the clone family.
enum ExecPlace {
    static let environment = 15
    static let tty = 16
    static let virtualGroupID = 17
    static let loginUID = 18
    static let flags = 19
    static let capInheritable = 20
    static let capPermitted = 21
    static let capEffective = 22
    static let inode = 23
    static let changeTime = 24
    static let modifyTime = 25
    static let uid = 26
    static let exePath = 27
    static let groupID = 28
    static let gid = 29
    static let fileName = 30
}

/// Clone flags in Falco's encoding.
enum CloneFlag {
    static let files: UInt32 = 1
    static let fileSystem: UInt32 = 2
    static let newMounts: UInt32 = 32
    static let newPID: UInt32 = 64
    static let parent: UInt32 = 256
    static let thread: UInt32 = 8192
    static let childInNamespace: UInt32 = 0x2000_0000
}

/// Open flags in Falco's encoding.
enum OpenFlag {
    static let directory: UInt32 = 1024
    static let closeOnExec: UInt32 = 4096
}
