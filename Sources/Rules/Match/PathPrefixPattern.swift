package import Core

/// A pattern of `pmatch`: matches paths that are the pattern or lie below it. Empty components do
/// not count, neither in the pattern nor in the value; a component with a wildcard is a glob for
/// one component.
package struct PathPrefixPattern: Sendable {
    private enum Component: Sendable {
        case plain(ImmortalBytes)
        case glob(GlobPattern)
    }

    private let components: [Component]

    package init(_ pattern: [UInt8]) {
        let wildcards: Set<UInt8> = [0x2A, 0x3F, 0x5B]
        components = pattern.split(separator: UInt8(ascii: "/")).map { part in
            part.contains(where: wildcards.contains)
                ? .glob(GlobPattern(Array(part))) : .plain(ImmortalBytes(Array(part)))
        }
    }

    /// The pattern without wildcards as `a/b`, or nil when it has some: such patterns can be found
    /// by hashing the beginnings of a path.
    var plainText: [UInt8]? {
        var text: [UInt8] = []
        for component in components {
            guard case .plain(let bytes) = component else { return nil }
            if !text.isEmpty { text.append(UInt8(ascii: "/")) }
            text += bytes.bytes.array
        }
        return text
    }

    /// Whether the value lies at or below the pattern.
    package func matches(_ value: BorrowedBytes) -> Bool {
        var walker = PathComponents(value)
        for component in components {
            guard let part = walker.next() else { return false }
            switch component {
            case .plain(let wanted): if !part.equals(wanted.bytes) { return false }
            case .glob(let pattern): if !pattern.matches(part) { return false }
            }
        }
        return true
    }
}

/// The components of a path that are not empty, from the left.
struct PathComponents {
    private let path: BorrowedBytes
    private var offset = 0

    init(_ path: BorrowedBytes) { self.path = path }

    mutating func next() -> BorrowedBytes? {
        while offset < path.count && path[offset] == UInt8(ascii: "/") { offset += 1 }
        if offset == path.count { return nil }
        let end = path.firstIndex(of: UInt8(ascii: "/"), from: offset) ?? path.count
        defer { offset = end }
        return path.slice(offset, end - offset)
    }
}
