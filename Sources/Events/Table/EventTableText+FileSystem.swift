extension EventTableText {
    /// Events about files and directories.
    static let fileSystem: StaticString = """
        2 open > file cm
          name:fspath flags:flags32(file_flags) mode:uint32:o
        3 open < file cm
          fd:fd name:fspath flags:flags32(file_flags) mode:uint32:o dev:uint32:x ino:uint64
        58 creat > file cm
          name:fspath mode:uint32:o
        59 creat < file cm
          fd:fd name:fspath mode:uint32:o dev:uint32:x ino:uint64 creat_flags:flags16(creat_flags)
        66 stat > file - legacy
        67 stat < file -
          res:errno path:fspath
        68 lstat > file - legacy
        69 lstat < file -
          res:errno path:fspath
        70 fstat > file u legacy
          fd:fd:n
        71 fstat < file u
          res:errno fd:fd:n
        72 stat64 > file - legacy
        73 stat64 < file -
          res:errno path:fspath
        74 lstat64 > file - legacy
        75 lstat64 < file -
          res:errno path:fspath
        76 fstat64 > file u legacy
          fd:fd:n
        77 fstat64 < file -
          res:errno
        86 lseek > file u legacy
          fd:fd offset:uint64 whence:enumflags8(lseek_whence)
        87 lseek < file u
          res:errno fd:fd offset:uint64 whence:enumflags8(lseek_whence)
        88 llseek > file u legacy
          fd:fd offset:uint64 whence:enumflags8(lseek_whence)
        89 llseek < file u
          res:errno fd:fd offset:uint64 whence:enumflags8(lseek_whence)
        92 getcwd > file - legacy
        93 getcwd < file -
          res:errno path:charbuf
        94 chdir > file m legacy
        95 chdir < file m
          res:errno path:charbuf
        96 fchdir > file um legacy
          fd:fd:n
        97 fchdir < file um
          res:errno fd:fd:n
        98 mkdir > file - legacy
          path:fspath mode:uint32:x
        99 mkdir < file - legacy
          res:errno
        100 rmdir > file - legacy
          path:fspath
        101 rmdir < file - legacy
          res:errno
        102 openat > file cm legacy
          dirfd:fd name:charbuf flags:flags32(file_flags) mode:uint32:o
        103 openat < file cm legacy
          fd:fd
        104 link > file - legacy
          oldpath:fspath newpath:fspath
        105 link < file - legacy
          res:errno
        106 linkat > file - legacy
          olddir:fd oldpath:charbuf newdir:fd newpath:charbuf
        107 linkat < file - legacy
          res:errno
        108 unlink > file - legacy
          path:fspath
        109 unlink < file - legacy
          res:errno
        110 unlinkat > file - legacy
          dirfd:fd name:charbuf
        111 unlinkat < file - legacy
          res:errno
        174 rename > file - legacy
        175 rename < file -
          res:errno oldpath:fspath newpath:fspath
        176 renameat > file - legacy
        177 renameat < file -
          res:errno olddirfd:fd oldpath:fsrelpath newdirfd:fd newpath:fsrelpath
        178 symlink > file - legacy
        179 symlink < file -
          res:errno target:charbuf linkpath:fspath
        180 symlinkat > file - legacy
        181 symlinkat < file u
          res:errno target:charbuf linkdirfd:fd linkpath:fsrelpath
        236 getdents > file u legacy
          fd:fd:n
        237 getdents < file u
          res:errno fd:fd:n
        238 getdents64 > file u legacy
          fd:fd:n
        239 getdents64 < file u
          res:errno fd:fd:n
        242 flock > file u legacy
          fd:fd:n operation:flags32(flock_flags)
        243 flock < file u
          res:errno fd:fd:n operation:flags32(flock_flags)
        256 mount > file m legacy
          flags:flags32(mount_flags)
        257 mount < file m
          res:errno dev:charbuf dir:fspath type:charbuf flags:flags32(mount_flags)
        258 umount > file m legacy
          flags:flags32(umount_flags)
        259 umount < file m legacy
          res:errno name:fspath
        264 access > file - legacy
          mode:flags32(access_flags)
        265 access < file -
          res:errno name:fspath mode:flags32(access_flags)
        276 mkdir > file - legacy
          mode:uint32:x
        277 mkdir < file -
          res:errno path:fspath mode:uint32:x
        278 rmdir > file - legacy
        279 rmdir < file -
          res:errno path:fspath
        300 unlink > file - legacy
        301 unlink < file -
          res:errno path:fspath
        302 unlinkat > file - legacy
        303 unlinkat < file u
          res:errno dirfd:fd name:fsrelpath flags:flags32(unlinkat_flags)
        304 mkdirat > file - legacy
        305 mkdirat < file u
          res:errno dirfd:fd path:fsrelpath mode:uint32:x
        306 openat > file cm
          dirfd:fd name:fsrelpath flags:flags32(file_flags) mode:uint32:o
        307 openat < file cm
          fd:fd dirfd:fd name:fsrelpath flags:flags32(file_flags) mode:uint32:o dev:uint32:x
          ino:uint64
        308 link > file - legacy
        309 link < file -
          res:errno oldpath:fspath newpath:fspath
        310 linkat > file - legacy
        311 linkat < file -
          res:errno olddir:fd oldpath:fsrelpath newdir:fd newpath:fsrelpath
          flags:flags32(linkat_flags)
        312 fchmodat > file - legacy
        313 fchmodat < file u
          res:errno dirfd:fd filename:fsrelpath mode:mode(chmod_mode)
        314 chmod > file - legacy
        315 chmod < file -
          res:errno filename:fspath mode:mode(chmod_mode)
        316 fchmod > file - legacy
        317 fchmod < file u
          res:errno fd:fd mode:mode(chmod_mode)
        318 renameat2 > file - legacy
        319 renameat2 < file -
          res:errno olddirfd:fd oldpath:fsrelpath newdirfd:fd newpath:fsrelpath
          flags:flags32(renameat2_flags)
        320 userfaultfd > file cm legacy
        321 userfaultfd < file cm
          res:errno flags:flags32(file_flags)
        326 openat2 > file cm
          dirfd:fd name:fsrelpath flags:flags32(file_flags) mode:uint32:o
          resolve:flags32(openat2_flags)
        327 openat2 < file cm
          fd:fd dirfd:fd name:fsrelpath flags:flags32(file_flags) mode:uint32:o
          resolve:flags32(openat2_flags) dev:uint32:x ino:uint64
        332 copy_file_range > file urw legacy
          fdin:fd offin:uint64 len:uint64
        333 copy_file_range < file urw
          res:errno fdout:fd offout:uint64 fdin:fd offin:uint64 len:uint64
        336 open_by_handle_at > file cm legacy
        337 open_by_handle_at < file cm
          fd:fd mountfd:fd flags:flags32(file_flags) path:fspath dev:uint32:x ino:uint64
        378 chown > file - legacy
        379 chown < file -
          res:errno path:fspath uid:uint32 gid:uint32
        380 lchown > file - legacy
        381 lchown < file -
          res:errno path:fspath uid:uint32 gid:uint32
        382 fchown > file - legacy
        383 fchown < file u
          res:errno fd:fd uid:uint32 gid:uint32
        384 fchownat > file - legacy
        385 fchownat < file u
          res:errno dirfd:fd pathname:fsrelpath uid:uint32 gid:uint32 flags:flags32(fchownat_flags)
        386 umount > file m legacy
        387 umount < file m
          res:errno name:fspath
        390 umount2 > file m legacy
          flags:flags32(umount_flags)
        391 umount2 < file m
          res:errno name:fspath flags:flags32(umount_flags)
        418 newfstatat > file - legacy
        419 newfstatat < file u
          res:errno dirfd:fd path:fsrelpath flags:flags32(newfstatat_flags)
        432 task_file_pipe > file/none m new
          fd:fd32 path:fspath ino_num:uint64
        434 task_file_memfd > file/none m new
          fd:fd32 path:fspath ino_num:uint64
        436 task_file_regular > file/none m new
          fd:fd32 path:fspath flags:flags32(file_flags) mnt_id:uint32 ino_num:uint64
        438 task_file_directory > file/none m new
          fd:fd32 path:fspath ino_num:uint64
        440 task_file_socket_inet > file/none m new
          fd:fd32 sk_type:uint16 sk_proto:uint16 local_ip:ipv4addr:x local_port:port:x
          remote_ip:ipv4addr:x remote_port:port:x ino_num:uint64
        442 task_file_socket_inet6 > file/none m new
          fd:fd32 sk_type:uint16 sk_proto:uint16 local_ip:ipv6addr:x local_port:port:x
          remote_ip:ipv6addr:x remote_port:port:x ino_num:uint64
        444 task_file_socket_unix > file/none m new
          fd:fd32 sk_type:uint16 sk_proto:uint16 sk_pointer:uint64:n sun_path:fspath ino_num:uint64
        446 task_file_socket_netlink > file/none m new
          fd:fd32 sk_type:uint16 sk_proto:uint16 ino_num:uint64
        448 task_file_anon_inode > file/none m new
          fd:fd32 fd_type:flags8:d(anon_inode_fd_types) path:fspath ino_num:uint64
        """
}
