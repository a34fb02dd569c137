internal import Core

/// The atoms found true so far, each once. Fixed memory; reused for every value.
struct AtomBuffer: ~Copyable {
    private var atoms: ReservedArray<UInt32>
    /// By atom: the round that added it.
    private var rounds: ReservedArray<UInt32>
    private var round: UInt32 = 1
    private(set) var count = 0

    init(atomCount: Int) {
        atoms = ReservedArray(count: max(1, atomCount))
        rounds = ReservedArray(count: max(1, atomCount))
    }

    subscript(_ index: Int) -> UInt32 {
        precondition(index < count)
        return atoms[index]
    }

    mutating func clear() {
        count = 0
        round &+= 1
        if round == 0 {
            for index in 0..<rounds.count { rounds[index] = 0 }
            round = 1
        }
    }

    mutating func append(_ atom: UInt32) {
        if rounds[Int(atom)] == round { return }
        rounds[Int(atom)] = round
        atoms[count] = atom
        count &+= 1
    }

    /// Sorts what was added since there were `start` atoms: few, so by insertion.
    mutating func sort(from start: Int) {
        var index = start + 1
        while index < count {
            let atom = atoms[index]
            var hole = index
            while hole > start && atoms[hole - 1] > atom {
                atoms[hole] = atoms[hole - 1]
                hole &-= 1
            }
            atoms[hole] = atom
            index &+= 1
        }
    }
}
