/// Gives the messages of a capture other container ids, so that a copy is another sandbox.
package struct ContainerRenamer {
    /// Which copy; the first rewritten one is 1.
    package let copy: Int

    package init(copy: Int) { self.copy = copy }

    /// The new id: of the same length where there is room, derived from the old one.
    func renamed(_ id: [UInt8]) -> [UInt8] {
        var digits = Array(String(copy, radix: 16).utf8)
        while digits.count < 8 { digits.insert(UInt8(ascii: "0"), at: 0) }
        return digits.count <= id.count ? digits + id.dropFirst(digits.count) : digits + id
    }

    package func rename(_ datagrams: [[UInt8]]) -> [[UInt8]] { datagrams.map { rename($0) } }

    private func rename(_ datagram: [UInt8]) -> [UInt8] {
        guard datagram.count >= 8 else { return datagram }
        let headerSize = Int(datagram[0]) | Int(datagram[1]) << 8
        guard headerSize >= 8, headerSize <= datagram.count else { return datagram }
        let isStart = datagram[2] == 1 && datagram[3] == 0
        var out = Array(datagram[0..<headerSize])
        var reader = FieldReader(datagram, from: headerSize)
        while let field = reader.next() {
            if field.number == 1, let content = field.content {
                append(1, context(datagram, content), to: &out)
            } else if isStart, field.number == 2, let content = field.content {
                append(2, renamed(Array(datagram[content])), to: &out)
            } else {
                out.append(contentsOf: datagram[field.start..<reader.position])
            }
        }
        return out
    }

    private func context(_ datagram: [UInt8], _ range: Range<Int>) -> [UInt8] {
        var out: [UInt8] = []
        var reader = FieldReader(datagram, from: range.lowerBound, to: range.upperBound)
        while let field = reader.next() {
            if field.number == 6, let content = field.content {
                append(6, renamed(Array(datagram[content])), to: &out)
            } else {
                out.append(contentsOf: datagram[field.start..<reader.position])
            }
        }
        return out
    }

    private func append(_ number: UInt8, _ content: [UInt8], to out: inout [UInt8]) {
        out.append(number << 3 | 2)
        var rest = content.count
        while rest >= 0x80 {
            out.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        out.append(UInt8(rest))
        out.append(contentsOf: content)
    }
}
