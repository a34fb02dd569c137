import CAllocations

/// Heap allocations of the calling thread, the Swift runtime's included.
package enum AllocationCount {
    /// Runs the body twice, since the first use of a type allocates its metadata, and gives the
    /// allocations of the second run; nil where they cannot be counted (sanitizers).
    package static func ofSecondRun(_ body: () throws -> Void) rethrows -> UInt64? {
        guard gvfast_counts_allocations() == 1 else { return nil }
        try body()
        let before = gvfast_allocation_count()
        try body()
        return gvfast_allocation_count() - before
    }

    /// Allocations of the calling thread so far; nil where they cannot be counted.
    package static var now: UInt64? {
        gvfast_counts_allocations() == 1 ? gvfast_allocation_count() : nil
    }
}
