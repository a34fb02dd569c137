package import Core

/// Paths as Falco renders them: joined to a directory, then `//`, `.`, `..` and a trailing slash
/// removed textually. Symbolic links stay as they are.
package enum PathText {
    /// A longer result is replaced by `tooLong`.
    @usableFromInline package static var limit: Int { 1024 }
    package static var tooLong: StaticString { "/DIR_TOO_LONG/FILENAME_TOO_LONG" }
    /// Stands before a relative path whose directory is not known.
    package static var unknownDirectory: StaticString { "<UNKNOWN>" }

    /// Writes `path`, or `directory/path` when it is relative, normalised into the emptied
    /// `scratch`. An empty path gives an empty result.
    package static func resolve(
        _ path: BorrowedBytes, in directory: BorrowedBytes, into scratch: inout ByteScratch
    ) {
        scratch.clear()
        if path.isEmpty { return }
        if path[0] != UInt8(ascii: "/") {
            appendComponents(of: directory, to: &scratch)
        }
        appendComponents(of: path, to: &scratch)
        finish(&scratch)
    }

    /// Writes a relative path behind the mark for an unknown directory.
    package static func resolveUnknown(_ path: BorrowedBytes, into scratch: inout ByteScratch) {
        scratch.clear()
        if path.isEmpty { return }
        if path[0] == UInt8(ascii: "/") {
            appendComponents(of: path, to: &scratch)
        } else {
            scratch.append(unknownDirectory)
            // The first component continues the mark: `<UNKNOWN>x/y`.
            appendComponents(of: path, to: &scratch, root: scratch.count)
        }
        finish(&scratch)
    }

    private static func finish(_ scratch: inout ByteScratch) {
        if scratch.count > limit || scratch.isCut {
            scratch.clear()
            scratch.append(tooLong)
        }
    }

    /// Appends component by component; `..` takes back the last one, never below `root`.
    private static func appendComponents(
        of path: BorrowedBytes, to scratch: inout ByteScratch, root: Int = 0
    ) {
        if path.isEmpty { return }
        if path[0] == UInt8(ascii: "/") && scratch.count == 0 { scratch.append(path[0]) }
        var start = 0
        while start < path.count {
            let end = path.firstIndex(of: UInt8(ascii: "/"), from: start) ?? path.count
            let component = path.slice(start, end - start)
            start = end + 1
            if component.isEmpty || isDots(component, count: 1) { continue }
            if isDots(component, count: 2) {
                removeLast(&scratch, root: root)
                continue
            }
            if scratch.count > root && scratch[scratch.count - 1] != UInt8(ascii: "/") {
                scratch.append(UInt8(ascii: "/"))
            }
            scratch.append(component)
        }
    }

    private static func isDots(_ component: BorrowedBytes, count: Int) -> Bool {
        component.count == count && component[0] == UInt8(ascii: ".")
            && component[count - 1] == UInt8(ascii: ".")
    }

    private static func removeLast(_ scratch: inout ByteScratch, root: Int) {
        var length = scratch.count
        while length > root && scratch[length - 1] != UInt8(ascii: "/") { length -= 1 }
        // Keep the slash of an absolute path's root, drop any other.
        if length > root + 1 { length -= 1 }
        if length == 1 && root == 0 && scratch[0] != UInt8(ascii: "/") { length = 0 }
        scratch.truncate(to: length)
    }

    /// The last component, or everything when there is no slash.
    package static func baseName(_ path: BorrowedBytes) -> BorrowedBytes {
        guard let slash = path.lastIndex(of: UInt8(ascii: "/")) else { return path }
        return path.dropFirst(slash + 1)
    }

    /// Without a trailing ` (deleted)`, which the kernel puts behind the path of a removed file.
    package static func withoutDeletedMark(_ path: BorrowedBytes) -> BorrowedBytes {
        let mark: StaticString = " (deleted)"
        let suffix = unsafe BorrowedBytes(
            unsafeStart: mark.utf8Start, count: mark.utf8CodeUnitCount)
        return path.hasSuffix(suffix) ? path.slice(0, path.count - suffix.count) : path
    }
}
