internal import Core

/// Literals and the atoms that each of them makes true: an open-addressed table that is built once.
struct LiteralIndex: Sendable {
    /// Place of an entry plus one, 0 for none; a power of two, at most half full.
    private var places: [UInt32] = []
    private var hashes: [UInt64] = []
    private var literals: [ImmortalBytes] = []
    /// Atoms of entry `i`: `atoms[starts[i] ..< starts[i + 1]]`.
    private var starts: [Int] = [0]
    private var atoms: [UInt32] = []

    init(_ entries: [ImmortalBytes: [UInt32]]) {
        var size = 4
        while size < entries.count * 2 { size *= 2 }
        places = [UInt32](repeating: 0, count: size)
        // In a fixed order, so that equal rule sets give equal programs.
        for (literal, made) in entries.sorted(by: { $0.key.bytes.compare($1.key.bytes) < 0 }) {
            let hash = literal.bytes.hash()
            var place = Int(truncatingIfNeeded: hash) & (size - 1)
            while places[place] != 0 { place = (place + 1) & (size - 1) }
            literals.append(literal)
            hashes.append(hash)
            places[place] = UInt32(literals.count)
            atoms += made
            starts.append(atoms.count)
        }
    }

    var isEmpty: Bool { literals.isEmpty }

    /// Calls `body` with every atom of the literal equal to `value`.
    func forEachAtom(of value: BorrowedBytes, _ body: (UInt32) -> Void) {
        let hash = value.hash()
        var place = Int(truncatingIfNeeded: hash) & (places.count - 1)
        while places[place] != 0 {
            let entry = Int(places[place]) - 1
            if hashes[entry] == hash && literals[entry].bytes.equals(value) {
                for index in starts[entry]..<starts[entry + 1] { body(atoms[index]) }
                return
            }
            place = (place + 1) & (places.count - 1)
        }
    }
}
