/// What the standard descriptors of an exec refer to: the fields 12 to 14, 21 and 22 of
/// `ExecveInfo`.
///
/// They stand apart from the payload because they are several times as large as any other and
/// seldom asked for. Source: gVisor seccheck wire format.
package struct ExecDescriptors: BitwiseCopyable {
    /// Field 12 `stdin`.
    package var stdin: FdInfo = FdInfo()
    /// Field 13 `stdout`.
    package var stdout: FdInfo = FdInfo()
    /// Field 14 `stderr`.
    package var stderr: FdInfo = FdInfo()
    /// Field 21 `pipe_input_proc`.
    package var pipeInputProc: PipeProcInfo = PipeProcInfo()
    /// Field 22 `pipe_output_proc`.
    package var pipeOutputProc: PipeProcInfo = PipeProcInfo()

    @inlinable package init() {}
}
