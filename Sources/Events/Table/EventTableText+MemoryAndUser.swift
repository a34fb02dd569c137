extension EventTableText {
    /// Events about memory, pipes and queues, time, and user ids.
    static let memoryAndUser: StaticString = """
        10 brk > memory - legacy
          size:uint32
        11 brk < memory - legacy
          res:uint64:x
        42 socketpair > ipc cm legacy
          domain:enumflags32(socket_families) type:uint32 proto:uint32
        43 socketpair < ipc cm
          res:errno fd1:fd fd2:fd source:uint64:x peer:uint64:x domain:enumflags32(socket_families)
          type:uint32 proto:uint32
        60 pipe > ipc cm legacy
        61 pipe < ipc cm
          res:errno fd1:fd fd2:fd ino:uint64
        62 eventfd > ipc cm legacy
          initval:uint64 flags:uint32:x
        63 eventfd < ipc cm
          res:fd initval:uint64 flags:uint32:x
        64 futex > ipc - legacy
          addr:uint64:x op:flags16(futex_operations) val:uint64
        65 futex < ipc -
          res:errno addr:uint64:x op:flags16(futex_operations) val:uint64
        136 timerfd_create > time cm legacy
          clockid:uint8 flags:uint8:x
        137 timerfd_create < time cm
          res:fd clockid:uint8 flags:uint8:x
        138 inotify_init > ipc cm legacy
          flags:uint8:x
        139 inotify_init < ipc cm
          res:fd flags:uint8:x
        158 brk > memory - legacy
          addr:uint64:x
        159 brk < memory -
          res:uint64:x vm_size:uint32 vm_rss:uint32 vm_swap:uint32 addr:uint64:x
        160 mmap > memory u legacy
          addr:uint64:x length:uint64 prot:flags32(prot_flags) flags:flags32(mmap_flags) fd:fd
          offset:uint64
        161 mmap < memory u
          res:errno:x vm_size:uint32 vm_rss:uint32 vm_swap:uint32 addr:uint64:x length:uint64
          prot:flags32(prot_flags) flags:flags32(mmap_flags) fd:fd offset:uint64
        162 mmap2 > memory u legacy
          addr:uint64:x length:uint64 prot:flags32(prot_flags) flags:flags32(mmap_flags) fd:fd
          pgoffset:uint64
        163 mmap2 < memory u
          res:errno:x vm_size:uint32 vm_rss:uint32 vm_swap:uint32 addr:uint64:x length:uint64
          prot:flags32(prot_flags) flags:flags32(mmap_flags) fd:fd pgoffset:uint64
        164 munmap > memory - legacy
          addr:uint64:x length:uint64
        165 munmap < memory -
          res:errno vm_size:uint32 vm_rss:uint32 vm_swap:uint32 addr:uint64:x length:uint64
        190 quotactl > user - legacy
          cmd:flags16:d(quotactl_cmds) type:flags8:d(quotactl_types) id:uint32
          quota_fmt:flags8:d(quotactl_quota_fmts)
        191 quotactl < user -
          res:errno special:charbuf quotafilepath:charbuf dqb_bhardlimit:uint64 dqb_bsoftlimit:uint64
          dqb_curspace:uint64 dqb_ihardlimit:uint64 dqb_isoftlimit:uint64 dqb_btime:reltime
          dqb_itime:reltime dqi_bgrace:reltime dqi_igrace:reltime
          dqi_flags:flags8:d(quotactl_dqi_flags) quota_fmt_out:flags8:d(quotactl_quota_fmts)
          cmd:flags16:d(quotactl_cmds) type:flags8:d(quotactl_types) id:uint32
          quota_fmt:flags8:d(quotactl_quota_fmts)
        192 setresuid > user m legacy
          ruid:uid euid:uid suid:uid
        193 setresuid < user m
          res:errno ruid:uid euid:uid suid:uid
        194 setresgid > user m legacy
          rgid:gid egid:gid sgid:gid
        195 setresgid < user m
          res:errno rgid:gid egid:gid sgid:gid
        198 setuid > user m legacy
          uid:uid
        199 setuid < user m
          res:errno uid:uid
        200 setgid > user m legacy
          gid:gid
        201 setgid < user m
          res:errno gid:gid
        202 getuid > user - legacy
        203 getuid < user -
          uid:uid
        204 geteuid > user - legacy
        205 geteuid < user -
          euid:uid
        206 getgid > user - legacy
        207 getgid < user -
          gid:gid
        208 getegid > user - legacy
        209 getegid < user -
          egid:gid
        210 getresuid > user - legacy
        211 getresuid < user -
          res:errno ruid:uid euid:uid suid:uid
        212 getresgid > user - legacy
        213 getresgid < user -
          res:errno rgid:gid egid:gid sgid:gid
        328 mprotect > memory - legacy
          addr:uint64:x length:uint64 prot:flags32(prot_flags)
        329 mprotect < memory -
          res:errno addr:uint64:x length:uint64 prot:flags32(prot_flags)
        344 mlock > memory - legacy
        345 mlock < memory -
          res:errno addr:uint64:x len:uint64
        346 munlock > memory - legacy
        347 munlock < memory -
          res:errno addr:uint64:x len:uint64
        348 mlockall > memory - legacy
        349 mlockall < memory -
          res:errno flags:flags32(mlockall_flags)
        350 munlockall > memory - legacy
        351 munlockall < memory -
          res:errno
        370 mlock2 > memory - legacy
        371 mlock2 < memory -
          res:errno addr:uint64:x len:uint64 flags:flags32(mlock2_flags)
        392 pipe2 > ipc cm legacy
        393 pipe2 < ipc cm
          res:errno fd1:fd fd2:fd ino:uint64 flags:flags32(file_flags)
        394 inotify_init1 > ipc cm legacy
        395 inotify_init1 < ipc cm
          res:fd flags:flags16(file_flags)
        396 eventfd2 > ipc cm legacy
          initval:uint64
        397 eventfd2 < ipc cm
          res:fd flags:flags16(file_flags) initval:uint64
        404 memfd_create > memory cm legacy
        405 memfd_create < memory cm
          fd:fd name:charbuf flags:flags32(memfd_create_flags)
        420 process_vm_readv > ipc - legacy
        421 process_vm_readv < ipc -
          res:int64 pid:pid data:bytebuf
        422 process_vm_writev > ipc - legacy
        423 process_vm_writev < ipc -
          res:int64 pid:pid data:bytebuf
        426 setreuid > user m legacy
        427 setreuid < user m
          res:errno ruid:uid euid:uid
        428 setregid > user - legacy
        429 setregid < user m
          res:errno rgid:uid egid:uid
        """
}
