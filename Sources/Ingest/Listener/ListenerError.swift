package import Core

/// Why no listening socket could be made.
package enum ListenerError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The path is empty or does not fit into a socket address (107 bytes).
    case pathUnusable(path: String)
    /// Another process listens on the path.
    case inUse(path: String)
    /// Something that is not a socket stands at the path; it is left alone.
    case notASocket(path: String)
    /// The parent folder is missing and cannot be made.
    case folder(path: String, SystemError)
    /// A call failed.
    case system(path: String, SystemError)

    package var description: String {
        switch self {
        case .pathUnusable(let path):
            "socket path '\(path)' is empty or longer than 107 bytes"
        case .inUse(let path):
            "another process is listening on '\(path)'"
        case .notASocket(let path):
            "'\(path)' exists and is not a socket"
        case .folder(let path, let error):
            "cannot create the folder of '\(path)': \(error)"
        case .system(let path, let error):
            "cannot listen on '\(path)': \(error)"
        }
    }
}
