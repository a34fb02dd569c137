/// The text of `runsc trace procfs`: one JSON object per process of a sandbox. Cold.
package enum ProcfsDump {
    /// Longest text that is read; a process takes about 4 KiB.
    package static var byteLimit: Int { 256 << 20 }

    /// The processes of a dump, in its order, and how many entries could not be read. Keys that
    /// are missing leave their value unknown; an entry without a process id is none.
    ///
    /// - Parameter containers: the full id of each process's container, which a dump does not say
    ///   (`runsc ps` does).
    package static func processes(
        of text: String, containers: [Int32: String] = [:]
    ) -> (processes: [ImportedThread], rejectedCount: Int) {
        var processes: [ImportedThread] = []
        var rejectedCount = 0
        if text.utf8.count > byteLimit { return ([], 1) }
        for line in text.split(whereSeparator: \.isNewline) {
            if line == "PROCFS DUMP" || line.allSatisfy(\.isWhitespace) { continue }
            guard let entry = JSONText.parse(line), var process = process(of: entry) else {
                rejectedCount += 1
                continue
            }
            process.containerID = containers[process.threadID] ?? ""
            processes.append(process)
        }
        return (processes, rejectedCount)
    }

    private static func process(of entry: JSONText.Value) -> ImportedThread? {
        guard let status = entry["status"], let id = int32(status["pid"]), id > 0 else {
            return nil
        }
        var process = ImportedThread(threadID: id)
        process.parentID = int32(status["ppid"]) ?? 0
        process.comm = status["comm"]?.string ?? ""
        process.uid = uint32(status["uid"]?["effective"])
        process.gid = uint32(status["gid"]?["effective"])
        process.vmSize = uint32(status["vm_size"])
        process.vmResident = uint32(status["vm_rss"])
        process.startTimeNanos = UInt64(max(0, entry["clone_ts"]?.integer ?? 0))
        process.groupID = int32(entry["stat"]?["pgid"])
        process.sessionID = int32(entry["stat"]?["sid"])
        process.exePath = entry["exe"]?.string ?? ""
        process.cwd = entry["cwd"]?.string ?? ""
        process.root = entry["root"]?.string ?? ""
        process.fdLimit = entry["limits"]?["RLIMIT_NOFILE"]?["cur"]?.integer
        let arguments = strings(entry["args"])
        process.exe = arguments.first ?? ""
        process.arguments = Array(arguments.dropFirst())
        process.environment = strings(entry["env"])
        process.files = (entry["fdlist"]?.array ?? []).compactMap { file in
            guard let number = int32(file["number"] ?? .integer(0)), number >= 0 else {
                return nil
            }
            return ImportedThread.File(
                number: number, path: file["path"]?.string ?? "", mode: uint32(file["mode"]) ?? 0)
        }
        return process
    }

    private static func int32(_ value: JSONText.Value?) -> Int32? {
        value?.integer.flatMap { Int32(exactly: $0) }
    }

    private static func uint32(_ value: JSONText.Value?) -> UInt32? {
        value?.integer.flatMap { UInt32(exactly: $0) }
    }

    /// A list; one empty string is gVisor's way to write none.
    private static func strings(_ value: JSONText.Value?) -> [String] {
        let list = (value?.array ?? []).compactMap(\.string)
        return list == [""] ? [] : list
    }
}
