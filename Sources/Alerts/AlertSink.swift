package import Core

/// An output. Its methods are called by its own thread alone, so they may wait; whatever waits
/// gives up when `cancel` becomes readable.
package protocol AlertSink: AnyObject {
    /// Short name for logs and counters, such as `stdout`.
    var name: String { get }

    /// Delivers the lines of a batch in order; answers how many of them were delivered.
    func deliver(_ batch: borrowing AlertBatch, cancel: Int32) -> SinkOutcome

    /// Closes and opens again what lies behind it (SIGUSR1).
    func reopen()

    /// Writes out what it holds back and closes.
    func finish(cancel: Int32)
}

/// What became of a batch.
package struct SinkOutcome: Equatable, Sendable {
    /// How many lines were dealt with, the first ones of the batch; all but `refused` of them were
    /// delivered.
    package var deliveredCount: Int
    /// Lines that failed by themselves while those behind them were tried, by their place in the
    /// batch, in order.
    package var refused: [Int]
    /// Why lines were not delivered, the last reason.
    package var failure: Failure?

    package enum Failure: Equatable, Sendable {
        /// The engine stops and does not wait any longer.
        case cancelled
        /// The system refused.
        case refused(SystemError)
        /// Anything else, in words.
        case other(String)
    }

    package init(deliveredCount: Int, failure: Failure? = nil, refused: [Int] = []) {
        self.deliveredCount = deliveredCount
        self.failure = failure
        self.refused = refused
    }
}

extension SinkOutcome.Failure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .cancelled: "stopped"
        case .refused(let error): error.description
        case .other(let text): text
        }
    }
}
