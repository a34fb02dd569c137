/// Index of a thread's row in its shard's table.
@usableFromInline package struct ThreadSlot: Equatable, Hashable, BitwiseCopyable, Sendable {
    @usableFromInline package let rawValue: UInt32
    @inlinable package init(rawValue: UInt32) { self.rawValue = rawValue }
    @inlinable package static var none: ThreadSlot { ThreadSlot(rawValue: .max) }
    @inlinable package var isNone: Bool { rawValue == .max }
}

/// Index of a descriptor's row in its shard's table.
@usableFromInline package struct DescriptorSlot: Equatable, Hashable, BitwiseCopyable, Sendable {
    @usableFromInline package let rawValue: UInt32
    @inlinable package init(rawValue: UInt32) { self.rawValue = rawValue }
    @inlinable package static var none: DescriptorSlot { DescriptorSlot(rawValue: .max) }
    @inlinable package var isNone: Bool { rawValue == .max }
}

/// Index of a container's row in its shard's table.
@usableFromInline package struct ContainerSlot: Equatable, Hashable, BitwiseCopyable, Sendable {
    @usableFromInline package let rawValue: UInt32
    @inlinable package init(rawValue: UInt32) { self.rawValue = rawValue }
    @inlinable package static var none: ContainerSlot { ContainerSlot(rawValue: .max) }
    @inlinable package var isNone: Bool { rawValue == .max }
}

/// Index of a sandbox (one connection) in its shard's table.
@usableFromInline package struct SandboxSlot: Equatable, Hashable, BitwiseCopyable, Sendable {
    @usableFromInline package let rawValue: UInt32
    @inlinable package init(rawValue: UInt32) { self.rawValue = rawValue }
    @inlinable package static var none: SandboxSlot { SandboxSlot(rawValue: .max) }
    @inlinable package var isNone: Bool { rawValue == .max }
}
