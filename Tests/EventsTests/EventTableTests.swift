import Core
import Events
import Testing

@Suite struct EventTableTests {
    let table = EventTable.shared

    @Test func everyCodeAgreesWithTheSharedTable() throws {
        guard let rows = SharedData.rows("falco-events.tsv") else { return }
        #expect(table.codeCount == rows.count)
        for row in rows {
            let code = EventCode(try #require(UInt16(row[0])))
            let ours = table[code]
            #expect(ours.isKnown && ours.name.string == row[1], "code \(row[0])")
            #expect(ours.isExit == (row[2] == "exit"), "code \(row[0])")
            let words = row[3].split(separator: "|").map(String.init)
            #expect(words.contains(ours.category.name), "code \(row[0])")
            #expect(
                ours.eventClass == .none || words.contains("\(ours.eventClass)"), "code \(row[0])")
            #expect(
                ours.flags.names.sorted()
                    == row[4].split(separator: "|").filter { $0 != "-" }.map(String.init).sorted(),
                "code \(row[0])")
            #expect("\(ours.status)" == row[5], "code \(row[0])")
            #expect(ours.isNew == (row[6] != "0.43"), "code \(row[0])")
            #expect(parameters(of: code) == expectedParameters(row[7]), "code \(row[0])")
        }
    }

    /// `name:type:format` and the flag table, as the shared table writes it.
    private func parameters(of code: EventCode) -> [String] {
        (0..<Int(table[code].parameterCount)).map {
            let row = table.parameter(code, $0)
            var text = "\(row.name.string):\(row.type.name):\(row.format.name)"
            if !row.flagTable.isNone {
                text += "(\(table.flagTables.names[UInt16(row.flagTable.rawValue)].string))"
            }
            return text
        }
    }

    private func expectedParameters(_ text: String) -> [String] {
        if text == "-" { return [] }
        let plain = text.replacing(/\(\d+, alternatives\)/, with: "")
        return plain.split(separator: ", ").map(String.init)
    }

    @Test func everyNameStandsForTheCodesOfTheSharedTable() throws {
        guard let rows = SharedData.rows("falco-event-names.tsv") else { return }
        for row in rows {
            let meaning = try #require(table.meaning(of: row[0]), "\(row[0])")
            let codes = row[4].split(separator: ",").compactMap { UInt16($0) }
            #expect(meaning.codes.codes.map(\.rawValue) == codes, "\(row[0])")
            // `syscall` names the codes that many calls share, but no call is called so.
            let isGeneric = row[3].hasPrefix("generic") || row[0] == "syscall"
            #expect(meaning.isGeneric == isGeneric, "\(row[0])")
        }
        #expect(table.acceptedNames == rows.map { $0[0] }.sorted())
    }

    @Test func everyFlagAgreesWithTheSharedTable() throws {
        guard let rows = SharedData.rows("falco-flag-tables.tsv") else { return }
        var seen: [String: Int] = [:]
        for row in rows {
            let place = seen[row[0], default: 0]
            seen[row[0]] = place + 1
            let number = try #require(table.flagTables.names.number(of: row[0]))
            let id = FlagTableID(rawValue: UInt8(number))
            try #require(place < table.flagTables.count(id), "\(row[0])")
            let flag = table.flagTables[id, place]
            #expect(flag.name.string == row[2])
            #expect(Int64(flag.value) == Int64(row[3]) ?? -1, "\(row[2])")
        }
        #expect(seen.count == table.flagTables.names.count)
        for (name, count) in seen {
            let number = try #require(table.flagTables.names.number(of: name))
            #expect(table.flagTables.count(FlagTableID(rawValue: UInt8(number))) == count)
        }
    }

    @Test func aWordThatIsNoNameHasNoMeaning() {
        #expect(table.meaning(of: "opne") == nil)
        #expect(table.meaning(of: "") == nil)
        #expect(table.meaning(of: "tuxcall") == nil)
    }

    @Test func parametersAreFoundByNameInEachCode() throws {
        let indices = try #require(table.parameterIndices(named: "fd"))
        #expect(indices[3] == 0)
        #expect(indices[23] == 2)
        #expect(indices[293] == -1)
        #expect(table.parameterIndices(named: "nosuch") == nil)
    }

    @Test func codesBeyondTheTableHaveEmptyRows() {
        #expect(!table[EventCode(511)].isKnown)
        #expect(!table[EventCode(65535)].isKnown)
        #expect(table.flags(EventCode(60000)) == [])
    }

    @Test func callsOfBothArchitecturesLeadToTheirEvents() {
        let amd = table.syscalls(.x8664)
        let arm = table.syscalls(.arm64)
        #expect(amd[0].name.string == "read" && amd[0].exitCode == EventCode(7))
        #expect(amd[257].exitCode == EventCode(307) && arm[56].exitCode == EventCode(307))
        #expect(amd[17].exitCode == EventCode(113))
        #expect(amd[100].name.string == "times" && amd[100].exitCode == EventCode(1))
        #expect(amd[9].exitCode == EventCode(161) && arm[222].exitCode == EventCode(161))
        #expect(amd[302].exitCode == EventCode(145))
        #expect(amd[100_000].name.isEmpty && amd[.max].nameID == .max)
        let own: (SyscallNames) -> Int = { names in
            (0..<SyscallNames.limit).count { names[UInt64($0)].exitCode != EventCode(1) }
        }
        #expect(own(amd) > 150 && own(arm) > 120)
    }

    @Test func aCodeSetIsASet() {
        var set = EventCodeSet(EventCode(3))
        set.insert(EventCode(511))
        set.insert(EventCode(512))
        #expect(set.count == 2 && set.codes == [EventCode(3), EventCode(511)])
        #expect(set.complement.count == 510 && set.union(set.complement) == .all)
        #expect(set.intersection(set.complement).isEmpty)
        set.remove(EventCode(3))
        #expect(!set.contains(EventCode(3)) && !set.contains(EventCode(60000)))
    }
}
