package import Core

/// Lines on their way to one output, each ended by a newline. Reused by its output's thread.
package struct AlertBatch: ~Copyable {
    /// A line of the batch.
    package struct Entry: Sendable {
        package var line: AlertLine
        /// Where it begins.
        package var offset: Int
        /// With the newline.
        package var byteCount: Int
    }

    var buffer = ByteBuffer(capacity: AlertBatch.byteLimit)
    package private(set) var entries: [Entry] = []

    /// Batches end when they reach it.
    static var byteLimit: Int { 64 * 1024 }

    init() { entries.reserveCapacity(256) }

    @usableFromInline package var count: Int { entries.count }
    package var isEmpty: Bool { entries.isEmpty }
    var isFull: Bool { buffer.count >= Self.byteLimit || entries.count >= 1024 }

    /// All lines one after the other.
    package var bytes: BorrowedBytes { buffer.bytes }

    /// One line without its newline.
    package func text(of entry: Entry) -> BorrowedBytes {
        bytes.slice(entry.offset, entry.byteCount - 1)
    }

    /// How many lines lie wholly within the first `byteCount` bytes.
    package func lineCount(within byteCount: Int) -> Int {
        if byteCount >= buffer.count { return entries.count }
        return entries.firstIndex { $0.offset + $0.byteCount > byteCount } ?? entries.count
    }

    /// Whether the first `byteCount` bytes end in the middle of a line.
    func isInsideLine(at byteCount: Int) -> Bool {
        byteCount > 0 && bytes[byteCount - 1] != 0x0A
    }

    /// The newline of the first line; the batch must not be empty.
    var newline: BorrowedBytes { bytes.slice(entries[0].byteCount - 1, 1) }

    mutating func removeAll() {
        buffer.removeAll()
        entries.removeAll(keepingCapacity: true)
    }

    /// Adds a line as the dispatcher wrote it (`SinkRecord`).
    mutating func append(_ record: BorrowedBytes) {
        let text = record.dropFirst(SinkRecord.headerBytes)
        entries.append(
            Entry(
                line: SinkRecord.line(of: record), offset: buffer.count, byteCount: text.count + 1))
        buffer.append(text)
        buffer.append(0x0A)
    }
}

/// A rendered line in the queue of an output.
///
/// ```
/// 0          4            8          9        10          16
/// +----------+------------+----------+--------+-----------+------- - -
/// |   rule   | generation | priority |  JSON  |     0     | line
/// +----------+------------+----------+--------+-----------+------- - -
/// ```
enum SinkRecord {
    static var headerBytes: Int { 16 }

    /// Fills in the header at the start of a buffer that was begun with `placeholder`.
    static func setHeader(_ line: AlertLine, in buffer: inout ByteBuffer) {
        for index in 0..<4 {
            let shift = UInt32(truncatingIfNeeded: index * 8)
            buffer.set(index, UInt8(truncatingIfNeeded: line.rule &>> shift))
            buffer.set(4 + index, UInt8(truncatingIfNeeded: line.generation &>> shift))
        }
        buffer.set(8, line.priority)
        buffer.set(9, line.isJSON ? 1 : 0)
    }

    /// Empties a buffer and leaves room for the header.
    static func begin(_ buffer: inout ByteBuffer) {
        buffer.removeAll()
        buffer.append(0, count: headerBytes)
    }

    static func line(of record: BorrowedBytes) -> AlertLine {
        var rule: UInt32 = 0
        var generation: UInt32 = 0
        for index in 0..<4 {
            let shift = UInt32(truncatingIfNeeded: index * 8)
            rule |= UInt32(record[index]) &<< shift
            generation |= UInt32(record[4 + index]) &<< shift
        }
        return AlertLine(
            rule: rule, generation: generation, priority: record[8], isJSON: record[9] != 0)
    }
}
