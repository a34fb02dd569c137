internal import Core

/// The output thread's end of an output's queue.
final class SinkFeed {
    private var producer: SPSCProducer
    let worker: SinkWorker
    private var hasUnpublished = false

    init(_ worker: SinkWorker) {
        self.worker = worker
        producer = worker.queue.takeProducer()
    }

    /// Queues a line; false when the queue is full. Waits for room when it may, until the pipeline
    /// gives up on its outputs.
    func write(_ record: BorrowedBytes, mayWait: Bool, shared: PipelineSignals) -> Bool {
        var isWritten = producer.write(record)
        if !isWritten, mayWait, record.count <= producer.payloadLimit {
            isWritten = writeWaiting(record, shared: shared)
        }
        if isWritten {
            worker.counters.queued.add(1)
            hasUnpublished = true
        } else {
            worker.counters.dropped.add(1)
        }
        return isWritten
    }

    private func writeWaiting(_ record: BorrowedBytes, shared: PipelineSignals) -> Bool {
        while true {
            publish()
            shared.dispatcher.prepareToSleep()
            if producer.write(record) {
                shared.dispatcher.cancelSleep()
                return true
            }
            shared.dispatcher.sleep(timeoutMillis: 50)
            let state = Readiness.waitReadable(-1, cancel: shared.cancel.fd, timeoutMillis: 0)
            if state == .cancelled { return producer.write(record) }
        }
    }

    /// Shows the lines to the output's thread and wakes it.
    func publish() {
        if !hasUnpublished { return }
        hasUnpublished = false
        producer.publish()
        worker.signal.wake()
    }
}
