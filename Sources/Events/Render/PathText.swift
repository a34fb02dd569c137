package import Core

/// Paths put together as text: no file system is asked.
package enum PathText {
    /// Longest path that Falco builds.
    @usableFromInline package static var limit: Int { 1024 }

    /// Appends `path`, seen from `directory` when it is relative, without `.`, `..`, double and
    /// trailing slashes. A result of more than 1024 bytes becomes
    /// `/DIR_TOO_LONG/FILENAME_TOO_LONG`.
    package static func append(
        _ path: BorrowedBytes, from directory: BorrowedBytes, to scratch: inout ByteScratch
    ) {
        let start = scratch.count
        let isAbsolute = path.count > 0 && path[0] == UInt8(ascii: "/")
        let base = isAbsolute ? path : directory
        let isRooted = base.count > 0 && base[0] == UInt8(ascii: "/")
        if !isAbsolute { appendParts(of: directory, isRooted, from: start, to: &scratch) }
        appendParts(of: path, isRooted, from: start, to: &scratch)
        if scratch.count == start && isRooted { scratch.append(UInt8(ascii: "/")) }
        if scratch.count - start > limit {
            scratch.truncate(to: start)
            scratch.append("/DIR_TOO_LONG/FILENAME_TOO_LONG")
        }
    }

    /// Appends the components of `text`, each behind a slash, but for the first one of a result
    /// that is not rooted.
    private static func appendParts(
        of text: BorrowedBytes, _ isRooted: Bool, from start: Int, to scratch: inout ByteScratch
    ) {
        var position = 0
        while position < text.count {
            let end = text.firstIndex(of: UInt8(ascii: "/"), from: position) ?? text.count
            let part = text.slice(position, end - position)
            position = end + 1
            if part.isEmpty || isDots(part, 1) { continue }
            if isDots(part, 2) {
                removeLastPart(from: start, in: &scratch)
                continue
            }
            if scratch.count > start || isRooted { scratch.append(UInt8(ascii: "/")) }
            scratch.append(part)
        }
    }

    private static func isDots(_ part: BorrowedBytes, _ count: Int) -> Bool {
        guard part.count == count else { return false }
        return part[0] == UInt8(ascii: ".") && part[count - 1] == UInt8(ascii: ".")
    }

    private static func removeLastPart(from start: Int, in scratch: inout ByteScratch) {
        var count = scratch.count
        while count > start {
            count -= 1
            if scratch[count] == UInt8(ascii: "/") { break }
        }
        scratch.truncate(to: count)
    }
}
