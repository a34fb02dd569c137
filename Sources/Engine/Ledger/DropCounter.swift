/// Follows `DroppedCount` of one connection's headers.
///
/// The number is cumulative from 0 and wraps at 2³², and it is read before the first try to send,
/// so a message that was retried carries an older value than those that overtook it. Hence the
/// signed difference, and the maximum is kept.
package struct DropCounter: BitwiseCopyable, Sendable {
    private var last: UInt32 = 0

    package init() {}

    /// How many more were dropped than known so far.
    package mutating func update(_ droppedCount: UInt32) -> UInt32 {
        let difference = Int32(bitPattern: droppedCount &- last)
        guard difference > 0 else { return 0 }
        last = droppedCount
        return UInt32(difference)
    }
}
