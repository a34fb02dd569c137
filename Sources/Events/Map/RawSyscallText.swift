/// Which registers of a call that gVisor shows only raw are which parameters of its event, as text.
///
///     CALL [PARAMETER=CONVERSION:REGISTER …]
///
/// Registers count from 1; conversions are cases of `RawConversion`. The first parameter of an exit
/// event is always the result and not written here. Text and structures lie behind pointers that
/// the stream does not follow: such parameters stay absent.
///
/// Source: the kernel's prototypes (`include/linux/syscalls.h`) and Falco's event table.
enum RawSyscallText {
    static let calls: StaticString = """
        lseek fd=int:1 offset=word:2 whence=byte:3
        fstat fd=int:1
        poll timeout=int:3
        epoll_wait maxevents=int:3
        mmap addr=word:1 length=word:2 prot=protection:3 flags=map:4 fd=int:5 offset=word:6
        munmap addr=word:1 length=word:2
        mprotect addr=word:1 length=word:2 prot=protection:3
        brk addr=word:1
        mlock addr=word:1 len=word:2
        mlock2 addr=word:1 len=word:2 flags=uint:3
        munlock addr=word:1 len=word:2
        mlockall flags=uint:1
        splice fd_in=int:1 fd_out=int:3 size=word:5 flags=splice:6
        ioctl fd=int:1 request=word:2 argument=word:3
        renameat olddirfd=int:1 newdirfd=int:3
        renameat2 olddirfd=int:1 newdirfd=int:3 flags=uint:5
        symlinkat linkdirfd=int:2
        sendfile out_fd=int:1 in_fd=int:2 size=word:4
        quotactl id=uint:3
        setpgid pid=int:1 pgid=int:2
        setreuid ruid=uint:1 euid=uint:2
        setregid rgid=uint:1 egid=uint:2
        setns fd=int:1 nstype=clone:2
        unshare flags=clone:1
        flock fd=int:1 operation=uint:2
        kill pid=int:1 sig=byte:2
        tkill tid=int:1 sig=byte:2
        tgkill pid=int:1 tid=int:2 sig=byte:3
        futex addr=word:1 op=short:2 val=uint:3
        semop semid=int:1 nsops=uint:3
        semget key=int:1 nsems=int:2 semflg=semaphore:3
        semctl semid=int:1 semnum=int:2 cmd=semaphoreCommand:3
        mount flags=uint:4
        umount2 flags=uint:2
        access mode=uint:2
        mkdir mode=uint:2
        mkdirat dirfd=int:1 mode=uint:3
        unlinkat dirfd=int:1 flags=unlink:3
        linkat olddir=int:1 newdir=int:3 flags=link:5
        chmod mode=permissions:2
        fchmod fd=int:1 mode=permissions:2
        fchmodat dirfd=int:1 mode=permissions:3
        chown uid=uint:2 gid=uint:3
        lchown uid=uint:2 gid=uint:3
        fchown fd=int:1 uid=uint:2 gid=uint:3
        fchownat dirfd=int:1 uid=uint:3 gid=uint:4 flags=chown:5
        mknod mode=node:2 dev=uint:3
        mknodat dirfd=int:1 mode=node:3 dev=uint:4
        newfstatat dirfd=int:1 flags=uint:4
        openat2 dirfd=int:1
        open_by_handle_at mountfd=int:1 flags=open:3
        copy_file_range fdin=int:1 fdout=int:3 len=word:5
        getdents fd=int:1
        getdents64 fd=int:1
        userfaultfd flags=descriptor:1
        memfd_create flags=uint:2
        epoll_create size=int:1
        epoll_create1 flags=epoll:1
        pidfd_open pid=int:1 flags=nonblock:2
        pidfd_getfd pid_fd=int:1 target_fd=int:2 flags=uint:3
        io_uring_setup entries=uint:1
        io_uring_enter fd=int:1 to_submit=uint:2 min_complete=uint:3 flags=uint:4
        io_uring_register fd=int:1 opcode=short:2 arg=word:3 nr_args=uint:4
        bpf cmd=uint:1
        fsconfig fd=int:1 cmd=uint:2 aux=int:5
        prctl option=uint:1
        seccomp op=word:1 flags=word:2
        init_module length=word:2
        finit_module fd=int:1 flags=uint:3
        delete_module flags=module:2
        process_vm_readv pid=int:1
        process_vm_writev pid=int:1
        close_range first=uint:1 last=uint:2 flags=uint:3
        keyctl operation=uint:1
        getrlimit resource=resource:1
        setrlimit resource=resource:1
        ptrace request=ptrace:1 pid=int:2
        listen fd=int:1 backlog=int:2
        shutdown fd=int:1 how=byte:2
        getsockopt fd=int:1 level=socketLevel:2 optname=socketOption:3
        setsockopt fd=int:1 level=socketLevel:2 optname=socketOption:3 optlen=uint:5
        sendto fd=int:1 size=uint:3
        recvfrom fd=int:1 size=uint:3
        sendmsg fd=int:1
        recvmsg fd=int:1
        sendmmsg fd=int:1
        recvmmsg fd=int:1
        """

    /// Calls with a message of their own in every release that can be met: their raw twins are
    /// the same calls once more and give no second event. mmap, listen and ptrace are not among
    /// them, since older releases show these only raw.
    static let schematized: StaticString = """
        open creat openat close read pread64 readv preadv preadv2 connect execve execveat socket
        chdir fchdir setuid setgid setsid setresuid setresgid prlimit64 pipe pipe2 fcntl dup dup2
        dup3 signalfd signalfd4 chroot eventfd eventfd2 clone bind accept accept4 timerfd_create
        timerfd_settime timerfd_gettime fork vfork inotify_init inotify_init1 inotify_add_watch
        inotify_rm_watch socketpair write pwrite64 writev pwritev pwritev2
        """
}
