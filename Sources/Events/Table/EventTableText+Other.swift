extension EventTableText {
    /// Events about the system, placeholders and the engine's own events.
    static let other: StaticString = """
        0 syscall > other - legacy
          ID:syscallid nativeID:uint16
        1 syscall < other -
          ID:syscallid nativeID:uint16
        17 NA < unknown/none - unused
        147 NA < unknown/none - unused
        148 drop > unknown/internal/meta k
          ratio:uint32
        149 drop < unknown/internal/meta k
          ratio:uint32
        153 NA < unknown/none - unused
        187 NA < unknown/none - unused
        196 scapevent > unknown/internal/meta k
          event_type:uint32 event_data:uint64
        197 NA < unknown/none - unused
        228 container > unknown/internal/meta mk legacy
          id:charbuf type:uint32 name:charbuf image:charbuf
        229 NA < unknown/none - unused
        233 NA < unknown/none - unused
        234 procinfo > unknown/internal/meta k
          cpu_usr:uint64 cpu_sys:uint64
        235 NA < unknown/none - unused
        244 cpu_hotplug > system/meta mk
          cpu:uint32 action:uint32
        245 NA < unknown/none - unused
        260 k8s > unknown/internal/meta mk legacy
          json:charbuf
        261 NA < unknown/none - unused
        268 tracer > other/meta - legacy
          id:int64 tags:charbuf_array args:charbuf_pair_array
        269 NA < unknown/none - unused
          id:int64 tags:charbuf_array args:charbuf_pair_array
        270 mesos > unknown/internal/meta mk legacy
          json:charbuf
        271 NA < unknown/none - unused
        273 NA < unknown/none - unused
        280 notification > other/meta k
          id:charbuf:d desc:charbuf
        281 NA < unknown/none - unused
        286 infra > unknown/internal/meta k
          source:charbuf:d name:charbuf description:charbuf scope:charbuf
        287 NA < unknown/none - unused
        290 page_fault > other/tracepoint k
          addr:uint64:x ip:uint64:x error:flags32(pf_flags)
        291 NA < unknown/none - unused
        296 bpf > other c legacy
          cmd:int64
        297 bpf < other c legacy
          res_or_fd:dyn
        298 seccomp > other - legacy
          op:uint64 flags:uint64:x
        299 seccomp < other -
          res:errno op:uint64 flags:uint64:x
        322 pluginevent > other/plugin l
          plugin_id:uint32 event_data:bytebuf
        323 NA < unknown/none - unused
        325 NA < unknown/none - unused
        355 NA < unknown/none - unused
        357 NA < unknown/none - unused
        359 NA < unknown/none - unused
        361 NA < unknown/none - unused
        368 bpf > other c legacy
          cmd:int64
        369 bpf < other c
          fd:fd cmd:enumflags32(bpf_commands)
        372 fsconfig > system - legacy
        373 fsconfig < system u
          res:errno fd:fd cmd:enumflags32(fsconfig_cmds) key:charbuf value_bytebuf:bytebuf
          value_charbuf:charbuf aux:int32
        402 asyncevent > other/meta l
          plugin_id:uint32 name:charbuf data:bytebuf
        403 NA < unknown/none - unused
        410 init_module > other - legacy
        411 init_module < other -
          res:errno img:bytebuf length:uint64 uargs:charbuf
        412 finit_module > other - legacy
        413 finit_module < other ur
          res:errno fd:fd uargs:charbuf flags:flags32(finit_module_flags)
        414 mknod > other - legacy
        415 mknod < other -
          res:errno path:fspath mode:mode(mknod_mode) dev:uint32
        416 mknodat > other - legacy
        417 mknodat < other u
          res:errno dirfd:fd path:fsrelpath mode:mode(mknod_mode) dev:uint32
        424 delete_module > other - legacy
        425 delete_module < other -
          res:errno name:charbuf flags:flags32(delete_module_flags)
        431 NA < unknown/none - unused new
        433 NA < unknown/none - unused new
        435 NA < unknown/none - unused new
        437 NA < unknown/none - unused new
        439 NA < unknown/none - unused new
        441 NA < unknown/none - unused new
        443 NA < unknown/none - unused new
        445 NA < unknown/none - unused new
        447 NA < unknown/none - unused new
        449 NA < unknown/none - unused new
        450 NA > unknown/none - unused new
        452 NA > unknown/none - unused new
        453 keyctl < other - new
          res:errno operation:enumflags32(keyctl_operations) arg2:dyn arg3:dyn arg4:dyn arg5:dyn
        """
}
