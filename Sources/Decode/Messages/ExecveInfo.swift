/// A task runs a new image; the context is that of before (type 3).
///
/// Source: gVisor seccheck wire format.
package struct ExecveInfo: BitwiseCopyable {
    /// Field 2 `binary_path`.
    package var binaryPath: ByteRange = .absent
    /// Field 3 `argv`.
    package var argv: RepeatedRange = .none
    /// Field 4 `env`.
    package var env: RepeatedRange = .none
    /// Field 5 `binary_mode`.
    package var binaryMode: UInt32 = 0
    /// Field 6 `binary_uid`.
    package var binaryUid: UInt32 = 0
    /// Field 7 `binary_gid`.
    package var binaryGid: UInt32 = 0
    /// Field 8 `binary_sha256`.
    package var binarySha256: ByteRange = .absent
    /// Field 9 `binary_overlayfs_upper`.
    package var binaryOverlayfsUpper: Bool = false
    /// Field 10 `binary_ino`.
    package var binaryIno: UInt64 = 0
    /// Field 11 `binary_ctime`.
    package var binaryCtime: Timespec = Timespec()
    /// Field 12 `stdin`.
    package var stdin: FdInfo = FdInfo()
    /// Field 13 `stdout`.
    package var stdout: FdInfo = FdInfo()
    /// Field 14 `stderr`.
    package var stderr: FdInfo = FdInfo()
    /// Field 15 `binary_overlayfs_lower`.
    package var binaryOverlayfsLower: Bool = false
    /// Field 16 `binary_sha1`.
    package var binarySha1: ByteRange = .absent
    /// Field 17 `execfn`.
    package var execfn: ByteRange = .absent
    /// Field 18 `binary_size`.
    package var binarySize: Int64 = 0
    /// Field 19 `binary_nlink`.
    package var binaryNlink: UInt32 = 0
    /// Field 20 `binary_in_memfd`.
    package var binaryInMemfd: Bool = false
    /// Field 21 `pipe_input_proc`.
    package var pipeInputProc: PipeProcInfo = PipeProcInfo()
    /// Field 22 `pipe_output_proc`.
    package var pipeOutputProc: PipeProcInfo = PipeProcInfo()

    @inlinable package init() {}
}
