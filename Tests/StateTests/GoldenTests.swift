import Core
import Events
import Foundation
import State
import Testing

/// What Falco 0.43 said of the recorded sandboxes, against what the table says at the same event.
@Suite struct GoldenTests {
    static let folders = ["runsc-20221219", "runsc-202608"]
    static let names = ["attacks-a", "build", "files", "web", "seed-touch"]

    /// One event's values, by Falco's field names.
    typealias Values = [String: String]

    @Test(arguments: folders, names)
    func valuesEqualFalcosWhereFalcoIsRight(_ folder: String, _ name: String) throws {
        guard let capture = CaptureStream.shared("captures/\(folder)/\(name).trace"),
            let golden = CaptureStream.shared("golden/\(folder)/\(name).all.jsonl")
        else { return }
        var byTime: [UInt64: [Values]] = [:]
        var stream = CaptureStream(execProof: .sentryExecve)
        stream.run(CaptureStream.datagrams(of: capture)) { event, binding, table in
            if !binding.isVisible { return }
            byTime[event.timeNanos, default: []].append(Self.values(event, binding, table))
        }
        #expect(stream.rejectedCount == 0)
        var compared = 0
        for line in String(decoding: golden, as: UTF8.self).split(separator: "\n") {
            let object = try #require(
                try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            let fields = try #require(object["output_fields"] as? [String: Any])
            let time = try #require((fields["evt.time"] as? NSNumber)?.uint64Value)
            guard let candidates = byTime[time] else { continue }
            for (key, value) in fields {
                let expected = value is NSNull ? "null" : "\(value)"
                guard let found = candidates.compactMap({ $0[key] }).last else { continue }
                if found != expected && !Self.isKnownDifference(key, expected, fields, candidates) {
                    Issue.record("\(folder)/\(name) \(time) \(key): \(found), Falco \(expected)")
                }
                compared += 1
            }
        }
        print("\(folder)/\(name): \(stream.eventCount) events, \(compared) values compared")
        #expect(compared > 0 || name == "web")
    }

    /// The letters of the golden folder's README.
    private static func isKnownDifference(
        _ key: String, _ falco: String, _ fields: [String: Any], _ candidates: [Values]
    ) -> Bool {
        let ours = candidates.compactMap { $0[key] }.last ?? ""
        switch key {
        case "proc.pid": return falco == "null"  // D
        case "user.uid": return falco == "0"  // B
        case "proc.exepath":
            return !falco.hasPrefix("/") && (ours.isEmpty || ours.hasPrefix("/"))  // G
        case "proc.pname", "proc.aname[2]", "proc.aname[3]", "proc.aname[4]", "proc.pcmdline":
            return falco == "null"  // G
        case "proc.cmdline":
            return ours.hasPrefix(falco + " ")  // K
        case "fd.name": return candidates.contains { $0["failed"] == "true" }  // A
        default: return false
        }
    }

    static func values(
        _ event: borrowing SyscallEvent, _ binding: EventBinding, _ table: borrowing StateTable
    ) -> Values {
        var values: Values = [:]
        guard !binding.thread.isNone else { return values }
        let slot = binding.thread
        func text(_ symbol: Symbol) -> String { table.text(of: symbol).string }
        func commandLine(_ slot: ThreadSlot) -> String {
            let list = text(table[slot].arguments).replacing("\0", with: " ")
            return text(table[slot].comm) + (list.isEmpty ? "" : " " + list)
        }
        values["proc.name"] = text(table[slot].comm)
        values["proc.exepath"] = text(table[slot].exePath)
        values["proc.cmdline"] = commandLine(slot)
        values["proc.pid"] = "\(table[slot].processID)"
        values["user.uid"] = "\(table[slot].uid)"
        values["proc.tty"] = "\(table[slot].tty)"
        let parent = table.parent(of: slot)
        values["proc.pname"] = parent.isNone ? "null" : text(table[parent].comm)
        values["proc.pcmdline"] = parent.isNone ? "null" : commandLine(parent)
        for steps in 2...4 {
            let up = table.ancestor(of: slot, steps)
            values["proc.aname[\(steps)]"] = up.isNone ? "null" : text(table[up].comm)
        }
        if !binding.descriptor.isNone {
            values["fd.name"] = text(table[binding.descriptor].name)
        }
        values["failed"] = event.parameters[0].integer < 0 ? "true" : "false"
        return values
    }
}
