internal import Core

/// Lines on standard output (`stdout_output`), or on another open descriptor.
package final class StandardOutputSink: AlertSink {
    package let name: String
    private let writer: DescriptorWriter
    /// The last write broke off inside a line.
    private var isTorn = false

    /// Does not take over the descriptor.
    package init(fd: Int32 = 1, name: String = "stdout") {
        self.name = name
        writer = DescriptorWriter(fd)
    }

    package func deliver(_ batch: borrowing AlertBatch, cancel: Int32) -> SinkOutcome {
        SinkOutcome(writing: batch, to: writer, isTorn: &isTorn, cancel: cancel)
    }

    package func reopen() {}

    package func finish(cancel: Int32) {}
}

extension SinkOutcome {
    /// Writes a whole batch and counts the lines that went out whole. `isTorn` says, and is told,
    /// that what was written last is a part of a line (the disk is full): that is ended first, so
    /// that the next line stands alone.
    init(
        writing batch: borrowing AlertBatch, to writer: DescriptorWriter, isTorn: inout Bool,
        cancel: Int32
    ) {
        if isTorn, !batch.isEmpty {
            switch writer.write(batch.newline, cancel: cancel) {
            case .done: isTorn = false
            case .cancelled:
                self.init(deliveredCount: 0, failure: .cancelled)
                return
            case .failed(let error, _):
                self.init(deliveredCount: 0, failure: .refused(error))
                return
            }
        }
        switch writer.write(batch.bytes, cancel: cancel) {
        case .done: self.init(deliveredCount: batch.count)
        case .cancelled(let writtenCount):
            isTorn = batch.isInsideLine(at: writtenCount)
            self.init(
                deliveredCount: batch.lineCount(within: writtenCount), failure: .cancelled)
        case .failed(let error, let writtenCount):
            isTorn = batch.isInsideLine(at: writtenCount)
            self.init(
                deliveredCount: batch.lineCount(within: writtenCount), failure: .refused(error))
        }
    }
}
