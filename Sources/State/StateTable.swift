package import Core

/// Everything a shard knows about its sandboxes: containers, threads, descriptors and their text.
/// One owner, no locks. Rules read it through the subscripts below.
package struct StateTable: ~Copyable {
    package var threads: Slab<ThreadRow>
    package var descriptors: Slab<DescriptorRow>
    package var containers: Slab<ContainerRow>

    package init(threadCapacity: Int, descriptorCapacity: Int, containerCapacity: Int) {
        threads = Slab(capacity: threadCapacity)
        descriptors = Slab(capacity: descriptorCapacity)
        containers = Slab(capacity: containerCapacity)
    }

    @inlinable package subscript(_ slot: ThreadSlot) -> ThreadRow {
        unsafeAddress { unsafe threads.address(slot.rawValue) }
    }

    @inlinable package subscript(_ slot: DescriptorSlot) -> DescriptorRow {
        unsafeAddress { unsafe descriptors.address(slot.rawValue) }
    }

    @inlinable package subscript(_ slot: ContainerSlot) -> ContainerRow {
        unsafeAddress { unsafe containers.address(slot.rawValue) }
    }
}
