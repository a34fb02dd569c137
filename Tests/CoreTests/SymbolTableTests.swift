import Core
import Testing

@Suite struct SymbolTableTests {
    private func with<Result>(_ text: String, _ body: (BorrowedBytes) -> Result) -> Result {
        var text = text
        return text.withUTF8 { unsafe body(BorrowedBytes(UnsafeRawBufferPointer($0))) }
    }

    @Test func equalTextHasOneNumber() {
        var table = SymbolTable(symbolLimit: 100, byteCapacity: 4096)
        let first = with("/etc/passwd") { table.intern($0)! }
        let again = with("/etc/passwd") { table.intern($0)! }
        let other = with("/etc/shadow") { table.intern($0)! }
        #expect(first == again && first != other)
        #expect(table.bytes(of: first).string == "/etc/passwd")
        #expect(table.count == 2)
        #expect(with("") { table.intern($0) } == .empty)
    }

    @Test func aReusedNumberHasAnotherVersion() {
        var table = SymbolTable(symbolLimit: 100, byteCapacity: 4096)
        let first = with("first") { table.intern($0)! }
        let version = table.version(of: first)
        table.retain(first)
        table.release(first)
        #expect(table.bytes(of: first).string == "first", "one reference is left")
        table.release(first)
        let second = with("second") { table.intern($0)! }
        #expect(second == first, "the number is used again")
        #expect(table.version(of: second) != version)
        #expect(table.count == 1)
    }

    @Test func longTextIsAnOwnersAndShortTextEverybodys() {
        var table = SymbolTable(
            symbolLimit: 100, byteCapacity: 1 << 16, ownerLimit: 2, ownerByteLimit: 1000)
        let long = String(repeating: "a", count: 600)
        let mine = with(long) { table.intern($0, owner: 1)! }
        #expect(with(long) { table.intern($0, owner: 1) } == mine)
        #expect(table.byteCount(of: 1) == 600)
        #expect(with(long + "b") { table.intern($0, owner: 1) } == nil)
        #expect(table.refusedByQuota == 1)
        #expect(with(long) { table.intern($0, owner: 2) } != mine)
        let short = with("short") { table.intern($0, owner: 1)! }
        #expect(with("short") { table.intern($0, owner: 2) } == short)
        table.release(mine)
        table.release(mine)
        #expect(table.byteCount(of: 1) == 0)
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func longRandomRunsAgreeWithADictionary(_ seed: UInt64) {
        var table = SymbolTable(
            symbolLimit: 300, byteCapacity: 1 << 20, hash: SeededHash(seed: seed))
        var held: [String: (symbol: Symbol, references: Int)] = [:]
        var state = seed
        func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state >> 33
        }
        for step in 0..<20_000 {
            let text = String(repeating: "t", count: Int(next() % 40)) + "\(next() % 300)"
            if next() % 2 == 0 {
                let symbol = with(text) { table.intern($0) }
                if let entry = held[text] {
                    #expect(symbol == entry.symbol, "seed \(seed), step \(step)")
                    held[text]!.references += 1
                } else if let symbol {
                    held[text] = (symbol, 1)
                } else {
                    #expect(held.count == 300, "seed \(seed), step \(step): refused early")
                }
            } else if let key = held.keys.min(by: { $0.hashValue < $1.hashValue }) {
                #expect(table.bytes(of: held[key]!.symbol).string == key)
                table.release(held[key]!.symbol)
                held[key]!.references -= 1
                if held[key]!.references == 0 { held[key] = nil }
            }
            if table.count != held.count { Issue.record("seed \(seed), step \(step)") }
        }
    }
}
