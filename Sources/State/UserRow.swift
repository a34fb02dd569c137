package import Core

/// An entry of a container's own user or group file.
package struct UserRow: BitwiseCopyable {
    package var name = Symbol.empty
    package var home = Symbol.empty
    package var shell = Symbol.empty
    /// Key in the index, and the next entry of the container.
    var key: UInt64 = 0
    var next: UInt32 = .max

    package init() {}
}
