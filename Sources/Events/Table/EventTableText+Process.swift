extension EventTableText {
    /// Events about processes, signals and sleep.
    static let process: StaticString = """
        16 procexit > process/tracepoint m legacy
        126 signalfd > signal cm legacy
          fd:fd mask:uint32:x flags:uint8:x
        127 signalfd < signal cm
          res:fd fd:fd mask:uint32:x flags:uint8:x
        128 kill > signal - legacy
          pid:pid sig:sigtype
        129 kill < signal -
          res:errno pid:pid sig:sigtype
        130 tkill > signal - legacy
          tid:pid sig:sigtype
        131 tkill < signal -
          res:errno tid:pid sig:sigtype
        132 tgkill > signal - legacy
          pid:pid tid:pid sig:sigtype
        133 tgkill < signal -
          res:errno pid:pid tid:pid sig:sigtype
        134 nanosleep > sleep s legacy
          interval:reltime
        135 nanosleep < sleep s
          res:errno interval:reltime
        140 getrlimit > process - legacy
          resource:enumflags8(rlimit_resources)
        141 getrlimit < process -
          res:errno cur:int64 max:int64 resource:enumflags8(rlimit_resources)
        142 setrlimit > process - legacy
          resource:enumflags8(rlimit_resources)
        143 setrlimit < process -
          res:errno cur:int64 max:int64 resource:enumflags8(rlimit_resources)
        144 prlimit > process - legacy
          pid:pid resource:enumflags8(rlimit_resources)
        145 prlimit < process -
          res:errno newcur:int64 newmax:int64 oldcur:int64 oldmax:int64 pid:int64
          resource:enumflags8(rlimit_resources)
        146 switch > scheduler/tracepoint k legacy
          next:pid
        152 switch > scheduler/tracepoint -
          next:pid pgft_maj:uint64 pgft_min:uint64 vm_size:uint32 vm_rss:uint32 vm_swap:uint32
        168 ptrace > process - legacy
          request:enumflags16(ptrace_requests) pid:pid
        169 ptrace < process -
          res:errno addr:dyn:x data:dyn:x request:enumflags16(ptrace_requests) pid:pid
        186 procexit > process/tracepoint m
          status:errno ret:errno sig:sigtype core:uint8 reaper_tid:pid
        232 signaldeliver > signal/tracepoint -
          spid:pid dpid:pid sig:sigtype
        240 setns > process u legacy
          fd:fd:n nstype:flags32(clone_flags)
        241 setns < process u
          res:errno fd:fd:n nstype:flags32(clone_flags)
        250 semop > process - legacy
          semid:int32
        251 semop < process -
          res:errno nsops:uint32 sem_num_0:uint16 sem_op_0:int16 sem_flg_0:flags16(semop_flags)
          sem_num_1:uint16 sem_op_1:int16 sem_flg_1:flags16(semop_flags) semid:int32
        252 semctl > process - legacy
          semid:int32 semnum:int32 cmd:flags16(semctl_commands) val:int32
        253 semctl < process -
          res:errno semid:int32 semnum:int32 cmd:flags16(semctl_commands) val:int32
        262 semget > process - legacy
          key:int32:x nsems:int32 semflg:flags32(semget_flags)
        263 semget < process -
          res:errno key:int32:x nsems:int32 semflg:flags32(semget_flags)
        266 chroot > process m legacy
        267 chroot < process m
          res:errno path:fspath
        272 container > process/meta m legacy
          json:charbuf
        274 setsid > process m legacy
        275 setsid < process m
          res:pid
        284 unshare > process - legacy
          flags:flags32(clone_flags)
        285 unshare < process -
          res:errno flags:flags32(clone_flags)
        294 setpgid > process - legacy
          pid:pid pgid:pid
        295 setpgid < process -
          res:errno pid:pid pgid:pid
        324 container > process/meta ml
          json:charbuf
        352 capset > process m legacy
        353 capset < process m
          res:errno cap_inheritable:uint64:x cap_permitted:uint64:x cap_effective:uint64:x
        354 useradded > process/meta m
          uid:uint32 gid:uint32 name:charbuf home:charbuf shell:charbuf container_id:charbuf
        356 userdeleted > process/meta m
          uid:uint32 gid:uint32 name:charbuf home:charbuf shell:charbuf container_id:charbuf
        358 groupadded > process/meta m
          gid:uint32 name:charbuf container_id:charbuf
        360 groupdeleted > process/meta m
          gid:uint32 name:charbuf container_id:charbuf
        398 signalfd4 > signal cm legacy
          fd:fd mask:uint32:x
        399 signalfd4 < signal cm
          res:fd flags:flags16(file_flags) fd:fd mask:uint32:x
        400 prctl > process m legacy
        401 prctl < process m
          res:errno option:enumflags32(prctl_options) arg2_str:charbuf arg2_int:int64
        406 pidfd_getfd > process cm legacy
        407 pidfd_getfd < process cm
          fd:fd pid_fd:fd target_fd:fd flags:uint32:x
        408 pidfd_open > process cm legacy
        409 pidfd_open < process cm
          fd:fd pid:pid flags:flags32(pidfd_open_flags)
        430 task > process/none m new
          ppid:pid32 pgid:pid32 vpgid:pid32 sid:pid32 comm:charbuf argv:charbuf_array exepath:fspath
          flags:flags32(execve_flags) env:charbuf_array cwd:charbuf fdlimit:uint64 euid:uid egid:gid
          cap_permitted:uint64:x cap_effective:uint64:x cap_inheritable:uint64:x exe_ino_num:uint64
          exe_ino_ctime:abstime exe_ino_mtime:abstime vm_size:uint32 vm_rss:uint32 vm_swap:uint32
          pgft_maj:uint64 pgft_min:uint64 vtgid:pid32 vpid:pid32 pidns_init_start_ts:uint64
          cgroups:charbuf_array root:fspath start_time:abstime tty:uint32 loginuid:uid
        """
}
