/// What an applied event touches: the rows that its process and descriptor fields read.
@usableFromInline package struct EventBinding: BitwiseCopyable {
    /// The event's thread; none when the table is full.
    package var thread = ThreadSlot.none
    /// The descriptor that `fd.*` fields read; none when the number is not in the table.
    package var descriptor = DescriptorSlot.none
    /// The event uses, makes or closes a descriptor, so `fd.num` has a value.
    package var hasDescriptorNumber = false
    /// `fd.num`: -1 when a call that makes a descriptor failed.
    package var descriptorNumber: Int64 = 0
    /// For an event with two descriptors of interest (`fdlist`): none otherwise.
    package var otherDescriptor = DescriptorSlot.none
    /// False: the event changed nothing and is not to be shown to rules.
    package var isVisible = true

    @inlinable package init() {}
}
