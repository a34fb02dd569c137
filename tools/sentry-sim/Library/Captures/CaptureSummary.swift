/// What captures hold, in numbers: types, sizes, how much is repeated.
package struct CaptureSummary {
    private var countByType: [Int: Int] = [:]
    private var sizes: [Int] = []
    private var paths = Set<[UInt8]>()
    private var pathCount = 0
    private var threads = Set<UInt64>()
    private var enterCount = 0
    private var exitCount = 0
    private var failedCount = 0

    package init() {}

    package mutating func add(_ datagram: [UInt8]) {
        sizes.append(datagram.count)
        guard datagram.count >= 8 else { return }
        let type = Int(datagram[2]) | Int(datagram[3]) << 8
        countByType[type, default: 0] += 1
        let isSyscall = type >= 6 && type != 35
        var isExit = false
        var reader = FieldReader(datagram, from: Int(datagram[0]) | Int(datagram[1]) << 8)
        while let field = reader.next() {
            guard let content = field.content else { continue }
            if field.number == 1 {
                var context = FieldReader(
                    datagram, from: content.lowerBound, to: content.upperBound)
                if let thread = context.number(2) { threads.insert(thread) }
            } else if field.number == 2, isSyscall {
                isExit = true
                var exit = FieldReader(datagram, from: content.lowerBound, to: content.upperBound)
                if exit.number(2) ?? 0 != 0 { failedCount += 1 }
            } else if type == 7, field.number == 6 {
                pathCount += 1
                paths.insert(Array(datagram[content]))
            }
        }
        if isSyscall { if isExit { exitCount += 1 } else { enterCount += 1 } }
    }

    /// One JSON object.
    package var json: String {
        var json = JSONText()
        let sorted = sizes.sorted()
        json.open("{")
        json.member("messages", sorted.count)
        json.member("enters", enterCount)
        json.member("exits", exitCount)
        json.member("failed_exits", failedCount)
        json.member("threads", threads.count)
        json.member("opened_paths", pathCount)
        json.member("distinct_opened_paths", paths.count)
        json.open("{", key: "bytes")
        if !sorted.isEmpty {
            json.member("mean", sorted.reduce(0, +) / sorted.count)
            json.member("median", sorted[sorted.count / 2])
            json.member("p99", sorted[sorted.count * 99 / 100])
            json.member("max", sorted[sorted.count - 1])
        }
        json.close("}")
        json.open("{", key: "percent_by_type")
        for (type, count) in countByType.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
            json.member(
                MessageNames.name(of: type), tenths: 100 * Double(count) / Double(sorted.count))
        }
        json.close("}")
        json.close("}")
        return json.text
    }
}
