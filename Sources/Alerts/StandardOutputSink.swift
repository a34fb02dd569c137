internal import Core

/// Lines on standard output (`stdout_output`), or on another open descriptor.
package final class StandardOutputSink: AlertSink {
    package let name: String
    private let writer: DescriptorWriter

    /// Does not take over the descriptor.
    package init(fd: Int32 = 1, name: String = "stdout") {
        self.name = name
        writer = DescriptorWriter(fd)
    }

    package func deliver(_ batch: borrowing AlertBatch, cancel: Int32) -> SinkOutcome {
        SinkOutcome(writing: batch, to: writer, cancel: cancel)
    }

    package func reopen() {}

    package func finish(cancel: Int32) {}
}

extension SinkOutcome {
    /// Writes a whole batch and counts the lines that went out whole.
    init(writing batch: borrowing AlertBatch, to writer: DescriptorWriter, cancel: Int32) {
        switch writer.write(batch.bytes, cancel: cancel) {
        case .done: self.init(deliveredCount: batch.count)
        case .cancelled(let writtenCount):
            self.init(
                deliveredCount: batch.lineCount(within: writtenCount), failure: .cancelled)
        case .failed(let error, let writtenCount):
            self.init(
                deliveredCount: batch.lineCount(within: writtenCount), failure: .refused(error))
        }
    }
}
