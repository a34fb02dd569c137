internal import Glibc

/// A system call that the kernel refused: its name and errno.
package struct SystemError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Name of the call as in its manual page.
    package let call: StaticString
    /// errno, positive.
    @usableFromInline package let code: Int32

    package init(call: StaticString, code: Int32) {
        self.call = call
        self.code = code
    }

    package static func == (left: SystemError, right: SystemError) -> Bool {
        left.code == right.code && left.call.description == right.call.description
    }

    package var description: String {
        guard let text = unsafe strerror(code) else { return "\(call): error \(code)" }
        return unsafe "\(call): \(String(cString: text))"
    }
}

/// Closes a descriptor; one that is not open is our own bug and stops the process.
package func closeDescriptor(_ fd: Int32) {
    let status = close(fd)
    precondition(status == 0 || errno != EBADF, "close of descriptor \(fd) that is not open")
}

/// A descriptor with one owner, closed when its owner goes.
package struct OwnedDescriptor: ~Copyable, Sendable {
    /// The number; valid while the value lives.
    package let fd: Int32

    /// Takes over an open descriptor.
    package init(_ fd: Int32) {
        precondition(fd >= 0)
        self.fd = fd
    }

    deinit { closeDescriptor(fd) }

    /// Gives the descriptor away without closing it.
    package consuming func release() -> Int32 {
        let fd = self.fd
        discard self
        return fd
    }
}
