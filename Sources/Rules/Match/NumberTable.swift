internal import Core
internal import Events

/// All tests of one group on numbers: equality by binary search, order one by one.
struct NumberTable: Sendable {
    /// How the bits of values are ordered.
    enum Order: Sendable { case signed, unsigned, double }

    private let order: Order
    /// Ascending by value.
    private var equal: [(value: UInt64, atom: UInt32)]
    private var tests: [(comparison: Comparison, value: UInt64, atom: UInt32)]

    init(order: Order, entries: [(comparison: Comparison, value: UInt64, atom: UInt32)]) {
        self.order = order
        let isEquality = { (comparison: Comparison) in
            comparison == .equal || comparison == .isIn || comparison == .intersects
        }
        equal =
            order == .double
            ? []
            : entries.filter { isEquality($0.comparison) }.map { ($0.value, $0.atom) }
                .sorted { $0 < $1 }
        tests = entries.filter { order == .double || !isEquality($0.comparison) }
    }

    /// All numbers it compares with, as signed ones.
    var bounds: [Int64] {
        equal.map { Int64(bitPattern: $0.value) } + tests.map { Int64(bitPattern: $0.value) }
    }

    func evaluate(_ bits: UInt64, into found: inout AtomBuffer) {
        var low = 0
        var high = equal.count
        while low < high {
            let middle = (low + high) / 2
            if equal[middle].value < bits { low = middle + 1 } else { high = middle }
        }
        while low < equal.count && equal[low].value == bits {
            found.append(equal[low].atom)
            low += 1
        }
        for test in tests where holds(test.comparison, bits, test.value) {
            found.append(test.atom)
        }
    }

    private func holds(_ comparison: Comparison, _ left: UInt64, _ right: UInt64) -> Bool {
        switch order {
        case .unsigned: Self.holds(comparison, left, right)
        case .signed:
            Self.holds(comparison, Int64(bitPattern: left), Int64(bitPattern: right))
        case .double:
            Self.holds(comparison, Double(bitPattern: left), Double(bitPattern: right))
        }
    }

    private static func holds<Number: Comparable>(
        _ comparison: Comparison, _ left: Number, _ right: Number
    ) -> Bool {
        switch comparison {
        case .equal, .isIn, .intersects: left == right
        case .notEqual: left != right
        case .less: left < right
        case .lessOrEqual: left <= right
        case .greater: left > right
        case .greaterOrEqual: left >= right
        default: false
        }
    }
}

/// All tests of one group on addresses or networks.
struct AddressTable: Sendable {
    /// Ascending by family and value.
    private let equal: [(address: IPAddress, atom: UInt32)]
    private let networks: [(network: IPNetwork, atom: UInt32)]

    init(
        equal: [(address: IPAddress, atom: UInt32)],
        networks: [(network: IPNetwork, atom: UInt32)]
    ) {
        self.equal = equal.sorted { Self.precedes($0.address, $1.address) }
        self.networks = networks
    }

    private static func precedes(_ left: IPAddress, _ right: IPAddress) -> Bool {
        if left.isIPv6 != right.isIPv6 { return right.isIPv6 }
        if left.high != right.high { return left.high < right.high }
        return left.low < right.low
    }

    func evaluate(_ address: IPAddress, into found: inout AtomBuffer) {
        var low = 0
        var high = equal.count
        while low < high {
            let middle = (low + high) / 2
            if Self.precedes(equal[middle].address, address) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        while low < equal.count && equal[low].address == address {
            found.append(equal[low].atom)
            low += 1
        }
        for entry in networks where entry.network.contains(address) { found.append(entry.atom) }
    }
}
