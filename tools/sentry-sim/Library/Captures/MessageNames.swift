/// Names of the message types, as `decode` prints them and reports count them.
package enum MessageNames {
    private static let names = [
        "unknown", "container_start", "sentry_clone", "sentry_exec", "sentry_exit_notify_parent",
        "sentry_task_exit", "syscall_raw", "syscall_open", "syscall_close", "syscall_read",
        "syscall_connect", "syscall_execve", "syscall_socket", "syscall_chdir", "syscall_setid",
        "syscall_setresid", "syscall_prlimit64", "syscall_pipe", "syscall_fcntl", "syscall_dup",
        "syscall_signalfd", "syscall_chroot", "syscall_eventfd", "syscall_clone", "syscall_bind",
        "syscall_accept", "syscall_timerfd_create", "syscall_timerfd_settime",
        "syscall_timerfd_gettime", "syscall_fork", "syscall_inotify_init",
        "syscall_inotify_add_watch", "syscall_inotify_rm_watch", "syscall_socketpair",
        "syscall_write", "sentry_mmap", "syscall_mmap", "syscall_listen", "syscall_ptrace",
    ]

    /// Types that have a name, which are all that exist.
    package static var count: Int { names.count }

    package static func name(of type: Int) -> String {
        names.indices.contains(type) ? names[type] : "type_\(type)"
    }
}
