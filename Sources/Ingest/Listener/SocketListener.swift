internal import CLinux
internal import Core
internal import Glibc

/// A listening `SOCK_SEQPACKET` socket at a path of the file system.
///
/// The socket file is removed with the value, unless the path meanwhile names another file.
package struct SocketListener: ~Copyable, Sendable {
    /// Connections that may wait to be accepted; the kernel cuts it to `net.core.somaxconn`.
    private static let backlog: Int32 = 4096

    /// The listening descriptor.
    package let fd: Int32
    package let path: String
    private let device: UInt64
    private let inode: UInt64

    /// Listens at `path` with the file mode `mode` (default: its owner only).
    ///
    /// The parent folder is made when missing; the file of a dead listener is replaced; a live one
    /// is refused. Two processes that start at once are kept apart by a lock on the folder.
    package init(path: String, mode: UInt32 = 0o600) throws(ListenerError) {
        let byteCount = path.utf8.count
        guard byteCount > 0, byteCount < 108, !path.utf8.contains(0) else {
            throw .pathUnusable(path: path)
        }
        let folder = Self.parent(of: path)
        try Self.makeFolders(folder, for: path)
        let folderFlags = O_RDONLY | O_DIRECTORY | O_CLOEXEC
        let opened = unsafe gvfast_open(folder, folderFlags, 0)
        let lock = OwnedDescriptor(try Self.check(opened, "open", path))
        Self.lockFolder(lock.fd)
        try Self.removeStale(path)
        let socket = OwnedDescriptor(try Self.check(gvfast_seqpacket_socket(0), "socket", path))
        // bind gives the file the mode of the descriptor, so it is never open to others
        _ = fchmod(socket.fd, mode)
        _ = try Self.check(unsafe gvfast_bind_path(socket.fd, path), "bind", path)
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else {
            throw .system(path: path, SystemError(call: "lstat", code: errno))
        }
        // the umask may have taken bits that were asked for
        if unsafe chmod(path, mode) != 0 || listen(socket.fd, Self.backlog) != 0 {
            let error = SystemError(call: "listen", code: errno)
            unsafe unlink(path)
            throw .system(path: path, error)
        }
        self.path = path
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        fd = socket.release()
    }

    deinit {
        var status = stat()
        if unsafe lstat(path, &status) == 0, UInt64(status.st_dev) == device,
            UInt64(status.st_ino) == inode
        {
            unsafe unlink(path)
        }
        // a multishot accept may hold the socket a little longer than the descriptor
        shutdown(fd, Int32(SHUT_RDWR))
        closeDescriptor(fd)
    }

    /// Removes the socket file of a listener that is gone.
    private static func removeStale(_ path: String) throws(ListenerError) {
        var status = stat()
        if unsafe lstat(path, &status) != 0 {
            if errno == ENOENT { return }
            throw .system(path: path, SystemError(call: "lstat", code: errno))
        }
        guard status.st_mode & S_IFMT == S_IFSOCK else { throw .notASocket(path: path) }
        let probe = OwnedDescriptor(try check(gvfast_seqpacket_socket(1), "socket", path))
        let result = unsafe gvfast_connect_path(probe.fd, path)
        // EAGAIN: its backlog is full; EPROTOTYPE: a stream or datagram server lives there
        if result != -ECONNREFUSED && result != -ENOENT {
            if result == 0 || result == -EAGAIN || result == -EPROTOTYPE {
                throw .inUse(path: path)
            }
            throw .system(path: path, SystemError(call: "connect", code: -result))
        }
        if unsafe unlink(path) != 0 && errno != ENOENT {
            throw .system(path: path, SystemError(call: "unlink", code: errno))
        }
    }

    /// Takes the lock on the folder. Anyone who can read the folder could hold it, so after a
    /// second the start goes on without, and only the race with another start remains.
    private static func lockFolder(_ fd: Int32) {
        for _ in 0..<100 where flock(fd, LOCK_EX | LOCK_NB) != 0 { usleep(10_000) }
    }

    private static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func makeFolders(_ folder: String, for path: String) throws(ListenerError) {
        var prefix = ""
        for part in folder.split(separator: "/", omittingEmptySubsequences: false) {
            prefix += (prefix.isEmpty && !folder.hasPrefix("/")) ? part : "/" + part
            if part.isEmpty || part == "." || part == ".." { continue }
            if unsafe mkdir(prefix, 0o755) != 0 && errno != EEXIST {
                let code = errno
                var status = stat()
                // a folder that exists can also answer EROFS or EACCES
                if unsafe stat(prefix, &status) == 0 { continue }
                throw .folder(path: path, SystemError(call: "mkdir", code: code))
            }
        }
    }

    private static func check(
        _ result: Int32, _ call: StaticString, _ path: String
    ) throws(ListenerError) -> Int32 {
        if result < 0 { throw .system(path: path, SystemError(call: call, code: -result)) }
        return result
    }
}
