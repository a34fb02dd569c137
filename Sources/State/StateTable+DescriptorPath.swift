internal import Core
internal import Events

// What `fd_path` of an event's context says about the descriptor that its call used.
extension StateTable {
    /// The context names the descriptor that the call used: the kernel's own word for it.
    mutating func learnPath(_ event: inout SyscallEvent, _ binding: inout EventBinding) {
        let path = event.task.fdPath
        if !binding.descriptor.isNone && isExpected(path, of: binding.descriptor) { return }
        let code = event.code.rawValue
        let isNewOfDuplication =
            binding.descriptorNumber != event.integer(1)
            && (code == Code.fcntl || Self.isDup(code))
        guard !isNewOfDuplication, binding.descriptorNumber >= 0,
            binding.descriptorNumber <= Int64(Int32.max)
        else { return }
        let type = Self.type(ofPath: path)
        let number = Int32(truncatingIfNeeded: binding.descriptorNumber)
        let sandbox = threads[binding.thread.rawValue].sandbox
        if binding.descriptor.isNone {
            count(.descriptorsFirstSeen, in: sandbox)
        } else {
            let row = self[binding.descriptor]
            if agrees(row, path, type) { return }
            let isRenamed = Self.isFile(row.type) && Self.isFile(type)
            count(isRenamed ? .descriptorsRenamed : .descriptorsCorrected, in: sandbox)
        }
        var row = DescriptorRow()
        if !binding.descriptor.isNone && Self.isFile(self[binding.descriptor].type)
            && Self.isFile(type)
        {
            row = self[binding.descriptor]
            row.references = 0
        } else {
            row.type = type
        }
        row.number = number
        let isNamed = Self.isFile(type) || type == .memfd || type == .other
        let name = isNamed ? hold(path, in: sandbox) : .empty
        guard let name else { return }
        row.name = name
        symbols.retain(row.rawName)
        addDescriptor(&row, of: binding.thread, marksName: false)
        binding.descriptor = descriptor(binding.descriptorNumber, of: binding.thread)
    }

    /// The same for the descriptor of the directory that an open begins at.
    mutating func learnDirectory(
        _ number: Int64, _ event: inout SyscallEvent, of slot: ThreadSlot
    ) {
        var binding = EventBinding()
        binding.thread = slot
        binding.descriptorNumber = number
        binding.descriptor = descriptor(number, of: slot)
        learnPath(&event, &binding)
    }

    /// PERF: nearly always it is so; the words of `type(ofPath:)` need not be looked for then.
    private func isExpected(_ path: BorrowedBytes, of slot: DescriptorSlot) -> Bool {
        if path[0] == UInt8(ascii: "/") {
            return Self.isFile(self[slot].type) && symbols.bytes(of: self[slot].name).equals(path)
        }
        return path.count >= 8 && path.word(at: 0) == Self.socketWord
            && Self.mayBeSocket(self[slot].type)
    }

    /// `socket:[` as eight bytes, little-endian.
    private static var socketWord: UInt64 { 0x5B3A_7465_6B63_6F73 }

    /// Which socket it is a path does not say.
    private static func mayBeSocket(_ type: DescriptorType) -> Bool {
        switch type {
        case .ipv4, .ipv6, .unix, .netlink, .listeningIPv4, .listeningIPv6, .packet, .unknown,
            .other:
            true
        default: false
        }
    }

    /// The row may well be what the path names: the same file, or a thing of the same kind.
    private func agrees(
        _ row: DescriptorRow, _ path: BorrowedBytes, _ type: DescriptorType
    ) -> Bool {
        let name = symbols.bytes(of: row.name)
        switch type {
        case .file, .memfd:
            if row.type == .memfd { return true }
            guard Self.isFile(row.type) else { return false }
            return name.equals(path) || name.equals(PathText.withoutDeletedMark(path))
        case .unknown: return Self.mayBeSocket(row.type)
        case .other: return row.type == .other && name.equals(path)
        default: return row.type == type
        }
    }

    /// What a text of `fd_path` stands for: a path, or a word for what has none.
    static func type(ofPath path: BorrowedBytes) -> DescriptorType {
        if path.hasPrefix(bytes("/memfd:")) && path.hasSuffix(bytes(" (deleted)")) {
            return .memfd
        }
        if path[0] == UInt8(ascii: "/") { return .file }
        if path.hasPrefix(bytes("pipe:[")) { return .pipe }
        if path.hasPrefix(bytes("socket:[")) { return .unknown }
        if path.hasPrefix(bytes("anon_inode:[eventfd")) { return .event }
        if path.hasPrefix(bytes("anon_inode:[eventpoll")) { return .eventpoll }
        if path.hasPrefix(bytes("anon_inode:[timerfd")) { return .timerfd }
        if path.hasPrefix(bytes("anon_inode:[signalfd")) { return .signalfd }
        if path.hasPrefix(bytes("anon_inode:[inotify")) { return .inotify }
        return .other
    }
}
