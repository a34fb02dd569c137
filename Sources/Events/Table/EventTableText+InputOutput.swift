extension EventTableText {
    /// Events about reading, writing, waiting and descriptors.
    static let inputOutput: StaticString = """
        4 close > io_other dum legacy
          fd:fd
        5 close < io_other dum
          res:errno fd:fd
        6 read > io_read ur legacy
          fd:fd size:uint32
        7 read < io_read ur
          res:errno data:bytebuf fd:fd size:uint32
        8 write > io_write uw legacy
          fd:fd size:uint32
        9 write < io_write uw
          res:errno data:bytebuf fd:fd size:uint32
        28 send > io_write uw legacy
          fd:fd size:uint32
        29 send < io_write uw
          res:errno data:bytebuf fd:fd size:uint32 tuple:socktuple
        30 sendto > io_write uwm legacy
          fd:fd size:uint32 tuple:socktuple
        31 sendto < io_write uwm
          res:errno data:bytebuf fd:fd size:uint32 tuple:socktuple
        32 recv > io_read ur legacy
          fd:fd size:uint32
        33 recv < io_read ur
          res:errno data:bytebuf fd:fd size:uint32 tuple:socktuple
        34 recvfrom > io_read urm legacy
          fd:fd size:uint32
        35 recvfrom < io_read urm
          res:errno data:bytebuf tuple:socktuple fd:fd size:uint32
        48 sendmsg > io_write uwm legacy
          fd:fd size:uint32 tuple:socktuple
        49 sendmsg < io_write uwm
          res:errno data:bytebuf fd:fd size:uint32 tuple:socktuple
        50 sendmmsg > io_write - legacy
        51 sendmmsg < io_write uwm
          res:errno fd:fd size:uint32 data:bytebuf tuple:socktuple
        52 recvmsg > io_read urm legacy
          fd:fd
        53 recvmsg < io_read urm
          res:errno size:uint32 data:bytebuf tuple:socktuple msgcontrol:bytebuf fd:fd
        54 recvmmsg > io_read - legacy
        55 recvmmsg < io_read urm
          res:errno fd:fd size:uint32 data:bytebuf tuple:socktuple msgcontrol:bytebuf
        78 epoll_wait > wait s legacy
          maxevents:errno
        79 epoll_wait < wait s
          res:errno maxevents:errno
        80 poll > wait s legacy
          fds:fdlist timeout:int64
        81 poll < wait s
          res:errno fds:fdlist timeout:int64
        82 select > wait s legacy
        83 select < wait s
          res:errno
        84 select > wait s legacy
        85 select < wait s legacy
          res:errno
        90 ioctl > io_other u legacy
          fd:fd request:uint64:x
        91 ioctl < io_other u legacy
          res:errno
        112 pread > io_read ur legacy
          fd:fd size:uint32 pos:uint64
        113 pread < io_read ur
          res:errno data:bytebuf fd:fd size:uint32 pos:uint64
        114 pwrite > io_write uw legacy
          fd:fd size:uint32 pos:uint64
        115 pwrite < io_write uw
          res:errno data:bytebuf fd:fd size:uint32 pos:uint64
        116 readv > io_read ur legacy
          fd:fd
        117 readv < io_read ur
          res:errno size:uint32 data:bytebuf fd:fd
        118 writev > io_write uw legacy
          fd:fd size:uint32
        119 writev < io_write uw
          res:errno data:bytebuf fd:fd size:uint32
        120 preadv > io_read ur legacy
          fd:fd pos:uint64
        121 preadv < io_read ur
          res:errno size:uint32 data:bytebuf fd:fd pos:uint64
        122 pwritev > io_write uw legacy
          fd:fd size:uint32 pos:uint64
        123 pwritev < io_write uw
          res:errno data:bytebuf fd:fd size:uint32 pos:uint64
        124 dup > io_other cum legacy
          fd:fd
        125 dup < io_other cum legacy
          res:fd
        150 fcntl > io_other um legacy
          fd:fd cmd:enumflags8(fcntl_commands)
        151 fcntl < io_other um
          res:fd fd:fd cmd:enumflags8(fcntl_commands) arg:uint64:x
        166 splice > io_other u legacy
          fd_in:fd fd_out:fd size:uint64 flags:flags32(splice_flags)
        167 splice < io_other u
          res:errno fd_in:fd fd_out:fd size:uint64 flags:flags32(splice_flags)
        170 ioctl > io_other u legacy
          fd:fd request:uint64:x argument:uint64:x
        171 ioctl < io_other u
          res:errno fd:fd request:uint64:x argument:uint64:x
        188 sendfile > io_write u legacy
          out_fd:fd in_fd:fd offset:uint64 size:uint64
        189 sendfile < io_write u
          res:errno offset:uint64 out_fd:fd in_fd:fd size:uint64
        254 ppoll > wait s legacy
          fds:fdlist timeout:reltime sigmask:sigset
        255 ppoll < wait s
          res:errno fds:fdlist timeout:reltime sigmask:sigset
        338 io_uring_setup > io_other cm legacy
        339 io_uring_setup < io_other cm
          res:errno entries:uint32 sq_entries:uint32 cq_entries:uint32
          flags:flags32(io_uring_setup_flags) sq_thread_cpu:uint32 sq_thread_idle:uint32
          features:flags32(io_uring_setup_feats)
        340 io_uring_enter > io_other - legacy
        341 io_uring_enter < io_other u
          res:errno fd:fd to_submit:uint32 min_complete:uint32 flags:flags32(io_uring_enter_flags)
          sig:sigset
        342 io_uring_register > io_other - legacy
        343 io_uring_register < io_other u
          res:errno fd:fd opcode:enumflags16(io_uring_register_opcodes) arg:uint64:x nr_args:uint32
        362 dup2 > io_other cum legacy
          fd:fd
        363 dup2 < io_other cum
          res:fd oldfd:fd newfd:fd
        364 dup3 > io_other cum legacy
          fd:fd
        365 dup3 < io_other cum
          res:fd oldfd:fd newfd:fd flags:flags32(file_flags)
        366 dup > io_other cum legacy
          fd:fd
        367 dup < io_other cum
          res:fd oldfd:fd
        374 epoll_create > wait cm legacy
          size:int32
        375 epoll_create < wait cm
          res:errno size:int32
        376 epoll_create1 > wait cm legacy
          flags:flags32(epoll_create1_flags)
        377 epoll_create1 < wait cm
          res:errno flags:flags32(epoll_create1_flags)
        451 close_range < io_other m new
          res:errno first:uint32 last:uint32 flags:flags32(close_range_flags)
        """
}
