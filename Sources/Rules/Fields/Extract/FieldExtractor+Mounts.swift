internal import Core
internal import State
internal import Synchronization

extension FieldExtractor {
    /// `container.mounts` and one mount, chosen by number or by a pattern that is looked for in its
    /// source (in its destination when the source is asked for).
    mutating func mountValue(
        _ field: ResolvedField, _ slot: ContainerSlot, _ state: borrowing StateTable
    ) -> FieldValue {
        guard state[slot].areMountsKnown else {
            // The rules that ask for a mount compare it with this text to tell "unknown" from
            // "mounted"; were it missing they would fire on every container.
            return field.id == .containerMounts ? .missing : Self.literal("<NA>")
        }
        let mounts = state.text(of: state[slot].mounts)
        if field.id == .containerMounts {
            let start = scratch.count
            for index in 0..<mounts.count {
                scratch.append(mounts[index] == 0 ? UInt8(ascii: ",") : mounts[index])
            }
            return composed(from: start)
        }
        guard let mount = chosenMount(field, mounts) else { return .missing }
        switch field.id {
        case .containerMountSource: return .text(Self.part(0, of: mount))
        case .containerMountDest: return .text(Self.part(1, of: mount))
        case .containerMountMode: return .text(Self.part(2, of: mount))
        case .containerMountRdwr: return .text(Self.part(3, of: mount))
        case .containerMountPropagation: return .text(Self.part(4, of: mount))
        default: return .text(mount)
        }
    }

    private mutating func chosenMount(
        _ field: ResolvedField, _ mounts: BorrowedBytes
    ) -> BorrowedBytes? {
        if mounts.isEmpty { return nil }
        let pattern = field.form == .text ? MountPatterns.pattern(field.text) : nil
        if field.form == .text && pattern == nil { return nil }
        let looksAt = field.id == .containerMountSource ? 1 : 0
        var offset = 0
        var number: Int64 = 0
        while offset <= mounts.count {
            let end = mounts.firstIndex(of: 0, from: offset) ?? mounts.count
            let mount = mounts.slice(offset, end - offset)
            offset = end + 1
            if let pattern {
                let text = Self.part(looksAt, of: mount)
                if TextComparison.matches(pattern, text, &scratch) { return mount }
            } else if number == field.index {
                return mount
            }
            number += 1
        }
        return nil
    }

    /// Part `index` of `source:dest:mode:rw:propagation`.
    private static func part(_ index: Int, of mount: BorrowedBytes) -> BorrowedBytes {
        var start = 0
        for _ in 0..<index {
            guard let end = mount.firstIndex(of: UInt8(ascii: ":"), from: start) else {
                return BorrowedBytes()
            }
            start = end + 1
        }
        let end = mount.firstIndex(of: UInt8(ascii: ":"), from: start) ?? mount.count
        return mount.slice(start, end - start)
    }
}

/// Patterns in arguments of mount fields, compiled at their first use, which is once per container
/// and rule. Anything but a known runtime's mounts gets here never.
enum MountPatterns {
    private static let compiled = Mutex<[ImmortalBytes: RegularExpression]>([:])

    /// The expression that finds the pattern anywhere in a text; nil for one that does not compile.
    static func pattern(_ text: ImmortalBytes) -> RegularExpression? {
        compiled.withLock { compiled in
            if let there = compiled[text] { return there }
            let source = Array("(.|\n)*(".utf8) + text.bytes.array + Array(")(.|\n)*".utf8)
            let made = try? RegularExpression(source)
            compiled[text] = made
            return made
        }
    }
}
