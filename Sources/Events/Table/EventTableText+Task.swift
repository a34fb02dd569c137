extension EventTableText {
    /// Events about new processes and new images.
    static let task: StaticString = """
        12 execve > process m legacy
        13 execve < process m legacy
          res:errno exe:charbuf args:bytebuf tid:pid pid:pid ptid:pid cwd:charbuf fdlimit:uint64
        14 clone > process m legacy
        15 clone < process m legacy
          res:pid exe:charbuf args:bytebuf tid:pid pid:pid ptid:pid cwd:charbuf fdlimit:int64
          flags:flags32(clone_flags) uid:uint32 gid:uint32
        154 execve > process m legacy
        155 execve < process m legacy
          res:errno exe:charbuf args:bytebuf tid:pid pid:pid ptid:pid cwd:charbuf fdlimit:uint64
          pgft_maj:uint64 pgft_min:uint64 vm_size:uint32 vm_rss:uint32 vm_swap:uint32
        156 clone > process m legacy
        157 clone < process m legacy
          res:pid exe:charbuf args:bytebuf tid:pid pid:pid ptid:pid cwd:charbuf fdlimit:int64
          pgft_maj:uint64 pgft_min:uint64 vm_size:uint32 vm_rss:uint32 vm_swap:uint32
          flags:flags32(clone_flags) uid:uint32 gid:uint32
        172 execve > process m legacy
        173 execve < process m legacy
          res:errno exe:charbuf args:bytebuf tid:pid pid:pid ptid:pid cwd:charbuf fdlimit:uint64
          pgft_maj:uint64 pgft_min:uint64 vm_size:uint32 vm_rss:uint32 vm_swap:uint32 env:bytebuf
        182 fork > process m legacy
        183 fork < process m legacy
          res:pid exe:charbuf args:bytebuf tid:pid pid:pid ptid:pid cwd:charbuf fdlimit:int64
          pgft_maj:uint64 pgft_min:uint64 vm_size:uint32 vm_rss:uint32 vm_swap:uint32
          flags:flags32(clone_flags) uid:uint32 gid:uint32
        184 vfork > process m legacy
        185 vfork < process m legacy
          res:pid exe:charbuf args:bytebuf tid:pid pid:pid ptid:pid cwd:charbuf fdlimit:int64
          pgft_maj:uint64 pgft_min:uint64 vm_size:uint32 vm_rss:uint32 vm_swap:uint32
          flags:flags32(clone_flags) uid:uint32 gid:uint32
        214 execve > process m legacy
        215 execve < process m legacy
          res:errno exe:charbuf args:bytebuf tid:pid pid:pid ptid:pid cwd:charbuf fdlimit:uint64
          pgft_maj:uint64 pgft_min:uint64 vm_size:uint32 vm_rss:uint32 vm_swap:uint32 comm:charbuf
          env:bytebuf
        216 clone > process m legacy
        217 clone < process m legacy
          res:pid exe:charbuf args:bytebuf tid:pid pid:pid ptid:pid cwd:charbuf fdlimit:int64
          pgft_maj:uint64 pgft_min:uint64 vm_size:uint32 vm_rss:uint32 vm_swap:uint32 comm:charbuf
          flags:flags32(clone_flags) uid:uint32 gid:uint32
        218 fork > process m legacy
        219 fork < process m legacy
          res:pid exe:charbuf args:bytebuf tid:pid pid:pid ptid:pid cwd:charbuf fdlimit:int64
          pgft_maj:uint64 pgft_min:uint64 vm_size:uint32 vm_rss:uint32 vm_swap:uint32 comm:charbuf
          flags:flags32(clone_flags) uid:uint32 gid:uint32
        220 vfork > process m legacy
        221 vfork < process m legacy
          res:pid exe:charbuf args:bytebuf tid:pid pid:pid ptid:pid cwd:charbuf fdlimit:int64
          pgft_maj:uint64 pgft_min:uint64 vm_size:uint32 vm_rss:uint32 vm_swap:uint32 comm:charbuf
          flags:flags32(clone_flags) uid:uint32 gid:uint32
        222 clone > process m legacy
        223 clone < process m
          res:pid exe:charbuf args:bytebuf tid:pid pid:pid ptid:pid cwd:charbuf fdlimit:int64
          pgft_maj:uint64 pgft_min:uint64 vm_size:uint32 vm_rss:uint32 vm_swap:uint32 comm:charbuf
          cgroups:bytebuf flags:flags32(clone_flags) uid:uint32 gid:uint32 vtid:pid vpid:pid
          pidns_init_start_ts:uint64
        224 fork > process m legacy
        225 fork < process m
          res:pid exe:charbuf args:bytebuf tid:pid pid:pid ptid:pid cwd:charbuf fdlimit:int64
          pgft_maj:uint64 pgft_min:uint64 vm_size:uint32 vm_rss:uint32 vm_swap:uint32 comm:charbuf
          cgroups:bytebuf flags:flags32(clone_flags) uid:uint32 gid:uint32 vtid:pid vpid:pid
          pidns_init_start_ts:uint64
        226 vfork > process m legacy
        227 vfork < process m
          res:pid exe:charbuf args:bytebuf tid:pid pid:pid ptid:pid cwd:charbuf fdlimit:int64
          pgft_maj:uint64 pgft_min:uint64 vm_size:uint32 vm_rss:uint32 vm_swap:uint32 comm:charbuf
          cgroups:bytebuf flags:flags32(clone_flags) uid:uint32 gid:uint32 vtid:pid vpid:pid
          pidns_init_start_ts:uint64
        230 execve > process m legacy
        231 execve < process m legacy
          res:errno exe:charbuf args:bytebuf tid:pid pid:pid ptid:pid cwd:charbuf fdlimit:uint64
          pgft_maj:uint64 pgft_min:uint64 vm_size:uint32 vm_rss:uint32 vm_swap:uint32 comm:charbuf
          cgroups:bytebuf env:bytebuf
        282 execve > process m legacy
        283 execve < process m legacy
          res:errno exe:charbuf args:bytebuf tid:pid pid:pid ptid:pid cwd:charbuf fdlimit:uint64
          pgft_maj:uint64 pgft_min:uint64 vm_size:uint32 vm_rss:uint32 vm_swap:uint32 comm:charbuf
          cgroups:bytebuf env:bytebuf tty:int32
        288 execve > process m legacy
          filename:fspath
        289 execve < process m legacy
          res:errno exe:charbuf args:bytebuf tid:pid pid:pid ptid:pid cwd:charbuf fdlimit:uint64
          pgft_maj:uint64 pgft_min:uint64 vm_size:uint32 vm_rss:uint32 vm_swap:uint32 comm:charbuf
          cgroups:bytebuf env:bytebuf tty:int32
        292 execve > process m legacy
          filename:fspath
        293 execve < process m
          res:errno exe:charbuf args:bytebuf tid:pid pid:pid ptid:pid cwd:charbuf fdlimit:uint64
          pgft_maj:uint64 pgft_min:uint64 vm_size:uint32 vm_rss:uint32 vm_swap:uint32 comm:charbuf
          cgroups:bytebuf env:bytebuf tty:uint32 vpgid:pid loginuid:uid flags:flags32(execve_flags)
          cap_inheritable:uint64:x cap_permitted:uint64:x cap_effective:uint64:x exe_ino:uint64
          exe_ino_ctime:abstime exe_ino_mtime:abstime uid:uid trusted_exepath:fspath pgid:pid:n
          gid:gid filename:fspath
        330 execveat > process m legacy
          dirfd:fd pathname:fsrelpath flags:flags32(execveat_flags)
        331 execveat < process m
          res:errno exe:charbuf args:bytebuf tid:pid pid:pid ptid:pid cwd:charbuf fdlimit:uint64
          pgft_maj:uint64 pgft_min:uint64 vm_size:uint32 vm_rss:uint32 vm_swap:uint32 comm:charbuf
          cgroups:bytebuf env:bytebuf tty:uint32 vpgid:pid loginuid:uid flags:flags32(execve_flags)
          cap_inheritable:uint64:x cap_permitted:uint64:x cap_effective:uint64:x exe_ino:uint64
          exe_ino_ctime:abstime exe_ino_mtime:abstime uid:uid trusted_exepath:fspath pgid:pid:n
          gid:gid
        334 clone3 > process m legacy
        335 clone3 < process m
          res:pid exe:charbuf args:bytebuf tid:pid pid:pid ptid:pid cwd:charbuf fdlimit:int64
          pgft_maj:uint64 pgft_min:uint64 vm_size:uint32 vm_rss:uint32 vm_swap:uint32 comm:charbuf
          cgroups:bytebuf flags:flags32(clone_flags) uid:uint32 gid:uint32 vtid:pid vpid:pid
          pidns_init_start_ts:uint64
        """
}
