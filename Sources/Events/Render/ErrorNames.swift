package import Core

/// Names of error numbers and signals.
///
/// Safety: the memory is made once, never freed, and not written afterwards.
@safe
package struct ErrorNames: BitwiseCopyable, @unchecked Sendable {
    package static let shared = ErrorNames()
    /// Numbers are below it.
    private static let limit = 531

    private let errors: UnsafeMutablePointer<BorrowedBytes>
    private let signals: UnsafeMutablePointer<BorrowedBytes>

    private init() {
        unsafe errors = Self.read(Self.errorText)
        unsafe signals = Self.read(Self.signalText)
    }

    /// Words are names of consecutive numbers from 1; `@N` sets the number of the next one.
    private static func read(_ text: StaticString) -> UnsafeMutablePointer<BorrowedBytes> {
        let names = UnsafeMutablePointer<BorrowedBytes>.allocate(capacity: limit)
        unsafe names.initialize(repeating: BorrowedBytes(), count: limit)
        var scanner = TextScanner(text)
        var number = 1
        while let word = scanner.next() {
            if word[0] == UInt8(ascii: "@") {
                number = Int(word.dropFirst(1).parsedNumber(radix: 10) ?? 0)
                continue
            }
            precondition(number < limit, "error number beyond the limit")
            unsafe names[number] = word
            number += 1
        }
        return unsafe names
    }

    /// Name of a positive error number; empty when it has none.
    package func error(_ number: Int64) -> BorrowedBytes {
        guard number > 0, number < Int64(Self.limit) else { return BorrowedBytes() }
        return unsafe errors[Int(number)]
    }

    /// Name of a signal's number; empty when it has none.
    package func signal(_ number: Int64) -> BorrowedBytes {
        guard number > 0, number < Int64(Self.limit) else { return BorrowedBytes() }
        return unsafe signals[Int(number)]
    }

    /// Source: Linux `uapi/asm-generic/errno.h` and `linux/errno.h`.
    private static let errorText: StaticString = """
        EPERM ENOENT ESRCH EINTR EIO ENXIO E2BIG ENOEXEC EBADF ECHILD EAGAIN ENOMEM EACCES EFAULT
        ENOTBLK EBUSY EEXIST EXDEV ENODEV ENOTDIR EISDIR EINVAL ENFILE EMFILE ENOTTY ETXTBSY EFBIG
        ENOSPC ESPIPE EROFS EMLINK EPIPE EDOM ERANGE EDEADLK ENAMETOOLONG ENOLCK ENOSYS ENOTEMPTY
        ELOOP @42 ENOMSG EIDRM ECHRNG EL2NSYNC EL3HLT EL3RST ELNRNG EUNATCH ENOCSI EL2HLT EBADE
        EBADR EXFULL ENOANO EBADRQC EBADSLT @59 EBFONT ENOSTR ENODATA ETIME ENOSR ENONET ENOPKG
        EREMOTE ENOLINK EADV ESRMNT ECOMM EPROTO EMULTIHOP EDOTDOT EBADMSG EOVERFLOW ENOTUNIQ
        EBADFD EREMCHG ELIBACC ELIBBAD ELIBSCN ELIBMAX ELIBEXEC EILSEQ ERESTART ESTRPIPE EUSERS
        ENOTSOCK EDESTADDRREQ EMSGSIZE EPROTOTYPE ENOPROTOOPT EPROTONOSUPPORT ESOCKTNOSUPPORT
        EOPNOTSUPP EPFNOSUPPORT EAFNOSUPPORT EADDRINUSE EADDRNOTAVAIL ENETDOWN ENETUNREACH
        ENETRESET ECONNABORTED ECONNRESET ENOBUFS EISCONN ENOTCONN ESHUTDOWN ETOOMANYREFS
        ETIMEDOUT ECONNREFUSED EHOSTDOWN EHOSTUNREACH EALREADY EINPROGRESS ESTALE EUCLEAN ENOTNAM
        ENAVAIL EISNAM EREMOTEIO EDQUOT ENOMEDIUM EMEDIUMTYPE ECANCELED ENOKEY EKEYEXPIRED
        EKEYREVOKED EKEYREJECTED EOWNERDEAD ENOTRECOVERABLE ERFKILL EHWPOISON
        @512 ERESTARTSYS ERESTARTNOINTR ERESTARTNOHAND ENOIOCTLCMD ERESTART_RESTARTBLOCK
        EPROBE_DEFER EOPENSTALE ENOPARAM @521 EBADHANDLE ENOTSYNC EBADCOOKIE ENOTSUPP ETOOSMALL
        ESERVERFAULT EBADTYPE EJUKEBOX EIOCBQUEUED ERECALLCONFLICT
        """

    /// Source: Linux `uapi/asm-generic/signal.h`.
    private static let signalText: StaticString = """
        SIGHUP SIGINT SIGQUIT SIGILL SIGTRAP SIGABRT SIGBUS SIGFPE SIGKILL SIGUSR1 SIGSEGV SIGUSR2
        SIGPIPE SIGALRM SIGTERM SIGSTKFLT SIGCHLD SIGCONT SIGSTOP SIGTSTP SIGTTIN SIGTTOU SIGURG
        SIGXCPU SIGXFSZ SIGVTALRM SIGPROF SIGWINCH SIGIO SIGPWR SIGSYS
        """
}
