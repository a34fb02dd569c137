internal import Glibc

/// Files inside a container's root, read from the host. Whatever lies there is the container's
/// doing, so no symbolic link is followed, only regular files are opened, and little is read.
enum ContainerFile {
    private static let byteCountLimit = 256 << 10

    /// The text of `etc/NAME` below `root`; empty when it cannot be had safely.
    static func text(_ name: String, root: String) -> String {
        let rootFD = unsafe open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard rootFD >= 0 else { return "" }
        defer { close(rootFD) }
        let etcFD = unsafe openat(rootFD, "etc", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard etcFD >= 0 else { return "" }
        defer { close(etcFD) }
        // Non-blocking: it may be a pipe.
        let fd = unsafe openat(etcFD, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard fd >= 0 else { return "" }
        defer { close(fd) }
        var status = stat()
        guard unsafe fstat(fd, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return "" }
        var bytes = [UInt8](repeating: 0, count: byteCountLimit)
        let used = RegularFile.fill(&bytes, from: fd)
        return String(decoding: bytes[..<used], as: UTF8.self)
    }
}
