import Core
import Events
import Foundation
import State

// A world that goes on unwatched, and its dump.
extension ModelChecker {
    /// Lets the world go on for so many steps without a message, and then until every process has
    /// its first thread, since a dump leaves the others out.
    mutating func skipUntilDump(steps: Int) {
        for index in 0..<steps * 10 {
            _ = chooseStep()
            let isComplete = world.processes.allSatisfy { $0.leader != nil }
            if index >= steps && isComplete && world.processes.count > 10 { return }
        }
    }

    /// Gives the table the world's dump.
    mutating func importDump() {
        var containers: [Int32: String] = [:]
        var text = "PROCFS DUMP\n"
        // The order of a dump says nothing.
        for process in world.processes.shuffled(using: &world.random) {
            containers[Int32(process.id)] = process.container
            text += "\n" + Self.entry(of: process) + "\n"
        }
        maker.table.importProcfs(text, containers: containers, in: maker.sandbox)
        if maker.counters[.procfsEntriesRejected] != 0 { failures.append("entries rejected") }
    }

    private static func entry(of process: World.Process) -> String {
        var entry: [String: Any] = [
            "cwd": process.cwd, "root": "/", "env": process.environment,
            "clone_ts": process.start,
            "status": [
                "pid": process.id, "ppid": process.parent?.id ?? 0,
                "comm": process.leader?.comm ?? "",
                "uid": ["effective": process.leader?.uid ?? 0],
                "gid": ["effective": process.leader?.uid ?? 0],
            ] as [String: Any],
            "stat": ["pgid": process.session, "sid": process.session],
            "fdlist": process.files.entries.map { number, entry in
                ["number": number, "path": path(of: entry.file), "mode": mode(of: entry.file)]
            },
        ]
        // The model does not say what an exec session runs.
        if process.exe != "<NA>" {
            entry["exe"] = process.exePath
            entry["args"] = [process.exe] + process.arguments
        }
        let data = try? JSONSerialization.data(withJSONObject: entry)
        return String(decoding: data ?? Data(), as: UTF8.self)
    }

    private static func path(of file: World.File) -> String {
        switch file.type {
        case .pipe: "pipe:[3]"
        case .ipv4: "socket:[4]"
        default: file.name
        }
    }

    private static func mode(of file: World.File) -> Int {
        switch file.type {
        case .pipe: 4_480
        case .ipv4: 49_663
        case .directory: 0o040755
        default: 0o100644
        }
    }

    /// Compares all processes with the world: main threads, files, parents.
    mutating func compareProcesses() {
        for process in world.processes {
            guard let row = maker.row(Int32(process.id)), let leader = process.leader else {
                failures.append("process \(process.id) is missing")
                continue
            }
            let parent = maker.table.parent(of: maker.slot(Int32(process.id)))
            let found = [
                maker.text(row.comm), "\(row.uid)", "\(row.processID)", "\(row.cloneTimeNanos)",
                maker.text(row.exe), maker.text(row.exePath), maker.text(row.arguments),
                maker.text(row.environment), maker.text(row.cwd),
                maker.text(maker.table[row.container].fullID),
                parent.isNone ? "0" : "\(maker.table[parent].threadID)",
                "\(maker.table.descriptorCount(of: maker.slot(Int32(process.id))))",
            ]
            let expected = [
                leader.comm, "\(leader.uid)", "\(process.id)", "\(process.start)", process.exe,
                process.exePath, process.arguments.joined(separator: "\0"),
                process.environment.joined(separator: "\0"), process.directory,
                process.container, "\(process.parent?.id ?? 0)",
                "\(process.files.entries.count)",
            ]
            if found != expected {
                failures.append("process \(process.id): \(found), not \(expected)")
            }
            for (number, entry) in process.files.entries
            where entry.file.type == .file || entry.file.type == .directory {
                let found = maker.descriptor(Int64(number), of: Int32(process.id))
                let text = found.map { "\(maker.text($0.name)) \($0.type)" }
                if text != "\(entry.file.name) \(entry.file.type)" {
                    failures.append("\(process.id) fd \(number): \(text ?? "-")")
                }
            }
        }
    }
}
