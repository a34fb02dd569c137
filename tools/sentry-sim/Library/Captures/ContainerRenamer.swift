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

    /// The datagram with the new ids; what is no protobuf any more stays as it is.
    func rename(_ datagram: [UInt8]) -> [UInt8] {
        guard datagram.count >= 8 else { return datagram }
        let headerSize = Int(datagram[0]) | Int(datagram[1]) << 8
        guard headerSize >= 8, headerSize <= datagram.count else { return datagram }
        let type = Int(datagram[2]) | Int(datagram[3]) << 8
        return Array(datagram[0..<headerSize])
            + rewritten(datagram, headerSize..<datagram.count, .payload(type))
    }

    /// What the fields of a message mean.
    private enum Place {
        case payload(Int), context
        /// gvisor.common.PipeProcInfo
        case pipe
    }

    private func rewritten(
        _ datagram: [UInt8], _ range: Range<Int>, _ place: Place
    ) -> [UInt8] {
        var out: [UInt8] = []
        var reader = FieldReader(datagram, from: range.lowerBound, to: range.upperBound)
        var end = range.lowerBound
        while let field = reader.next() {
            if let content = field.content,
                let replaced = replacement(datagram, content, field.number, place)
            {
                let tag = datagram[field.start...].prefix { $0 >= 0x80 }.count + 1
                out += datagram[field.start..<field.start + tag]
                appendLength(replaced.count, to: &out)
                out += replaced
            } else {
                out += datagram[field.start..<reader.position]
            }
            end = reader.position
        }
        return out + datagram[end..<range.upperBound]
    }

    /// What a field is to hold instead; nil where no id is in it.
    private func replacement(
        _ datagram: [UInt8], _ content: Range<Int>, _ number: UInt64, _ place: Place
    ) -> [UInt8]? {
        switch (place, number) {
        case (.payload, 1), (.pipe, 1): rewritten(datagram, content, .context)
        // sentry.ExecveInfo: pipe_input_proc and pipe_output_proc
        case (.payload(3), 21), (.payload(3), 22): rewritten(datagram, content, .pipe)
        // container.Start: id
        case (.payload(1), 2), (.context, 6): renamed(Array(datagram[content]))
        default: nil
        }
    }

    private func appendLength(_ count: Int, to out: inout [UInt8]) {
        var rest = count
        while rest >= 0x80 {
            out.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        out.append(UInt8(rest))
    }
}
