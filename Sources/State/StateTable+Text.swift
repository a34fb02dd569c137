internal import Core

// Text of rows: interning with the sandbox's quota, and setters that notice changes.
extension StateTable {
    /// The kernel keeps this many bytes of a thread's name.
    static var nameLimit: Int { 15 }

    /// A held symbol, charged to the sandbox when long; nil when it may not have more.
    mutating func hold(_ bytes: BorrowedBytes, in sandbox: SandboxSlot) -> Symbol? {
        if let symbol = symbols.intern(bytes, owner: sandbox.rawValue &+ 1) { return symbol }
        count(.textsRefused, in: sandbox)
        return nil
    }

    /// The same for text that may be told shorter: over the quota a short beginning is kept.
    mutating func holdList(
        _ bytes: BorrowedBytes, limit: Int, in sandbox: SandboxSlot
    ) -> Symbol {
        var list = bytes
        if list.count > limit {
            list = cut(list, to: limit)
            count(.argumentsCut, in: sandbox)
        }
        if let symbol = symbols.intern(list, owner: sandbox.rawValue &+ 1) { return symbol }
        count(.textsRefused, in: sandbox)
        return symbols.intern(cut(list, to: SymbolTable.sharedLimit)) ?? .empty
    }

    /// The entries of a NUL-joined list that fit, or the beginning of the first.
    private func cut(_ list: BorrowedBytes, to limit: Int) -> BorrowedBytes {
        if list.count <= limit { return list }
        let head = list.slice(0, limit)
        if let end = head.lastIndex(of: 0), end > 0 { return head.slice(0, end) }
        return head
    }

    /// Sets a thread's name; true when it was another.
    @discardableResult
    mutating func setName(_ bytes: BorrowedBytes, of slot: ThreadSlot) -> Bool {
        if symbols.bytes(of: threads[slot.rawValue].comm).equals(bytes) { return false }
        guard let symbol = hold(bytes, in: threads[slot.rawValue].sandbox) else { return false }
        symbols.release(threads[slot.rawValue].comm)
        threads[slot.rawValue].comm = symbol
        changed(slot)
        return true
    }

    /// Sets the process's working directory from an absolute path; true when it was another.
    ///
    /// - Parameter slot: the row that holds what the process has in common.
    @discardableResult
    mutating func setDirectory(_ path: BorrowedBytes, of slot: ThreadSlot) -> Bool {
        if threads[slot.rawValue].isCwdKnown
            && isDirectory(path, symbols.bytes(of: threads[slot.rawValue].cwd))
        {
            return false
        }
        PathText.resolve(path, in: BorrowedBytes(), into: &pathScratch)
        if pathScratch.count > 0 && pathScratch[pathScratch.count - 1] != UInt8(ascii: "/") {
            pathScratch.append(UInt8(ascii: "/"))
        }
        threads[slot.rawValue].isCwdKnown = true
        let view = pathScratch.view
        if symbols.bytes(of: threads[slot.rawValue].cwd).equals(view) { return false }
        let symbol = hold(view, in: threads[slot.rawValue].sandbox)
        symbols.release(threads[slot.rawValue].cwd)
        threads[slot.rawValue].cwd = symbol ?? symbols.retain(unknownDirectory)
        threads[slot.rawValue].isCwdKnown = symbol != nil
        changed(slot)
        spreadDirectories(of: slot)
        return true
    }

    /// The path is a known directory's as it stands there, but perhaps for the slash at its end.
    private func isDirectory(_ path: BorrowedBytes, _ known: BorrowedBytes) -> Bool {
        if path.count == known.count { return path.equals(known) }
        return path.count &+ 1 == known.count && known.slice(0, path.count).equals(path)
    }

    /// Replaces the image's text. Takes over the reference of each symbol.
    mutating func setImage(
        of slot: ThreadSlot, exe: Symbol, exePath: Symbol, arguments: Symbol, argumentCount: UInt32
    ) {
        symbols.release(threads[slot.rawValue].exe)
        symbols.release(threads[slot.rawValue].exePath)
        symbols.release(threads[slot.rawValue].arguments)
        threads[slot.rawValue].exe = exe
        threads[slot.rawValue].exePath = exePath
        threads[slot.rawValue].arguments = arguments
        threads[slot.rawValue].argumentCount = argumentCount
    }

    mutating func setEnvironment(_ symbol: Symbol, of slot: ThreadSlot) {
        symbols.release(threads[slot.rawValue].environment)
        threads[slot.rawValue].environment = symbol
    }

    /// How many entries a NUL-joined list has; the empty list has none.
    static func entryCount(_ list: BorrowedBytes) -> UInt32 {
        if list.isEmpty { return 0 }
        var count: UInt32 = 1
        var offset = 0
        while let next = list.firstIndex(of: 0, from: offset) {
            count &+= 1
            offset = next + 1
        }
        return count
    }
}
