package import Core

/// What the text of a parameter needs from outside the event: descriptors, names of threads and
/// users, directories. State provides it, seen from the event's thread; generic code takes it so
/// that nothing is called through a table.
package protocol ParameterLookup: ~Copyable, ~Escapable {
    /// Appends `<T>name` of an open descriptor of the event's thread; false when it is not known.
    func appendDescriptor(_ number: Int64, to scratch: inout ByteScratch) -> Bool
    /// Name of the thread with an id; nil when it is not known.
    func comm(ofThread id: Int64) -> BorrowedBytes?
    /// Working directory of the event's thread; empty when it is not known.
    var workingDirectory: BorrowedBytes { get }
    /// Path of an open directory; nil when the descriptor is not known.
    func directoryPath(_ number: Int64) -> BorrowedBytes?
    /// nil when the user has no known name.
    func userName(_ uid: UInt32) -> BorrowedBytes?
    /// nil when the group has no known name.
    func groupName(_ gid: UInt32) -> BorrowedBytes?
    /// Appends `YYYY-MM-DD HH:MM:SS.nnnnnnnnn`, local.
    func appendLocalTime(_ nanos: UInt64, to scratch: inout ByteScratch)
}
