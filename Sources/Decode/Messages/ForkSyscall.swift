/// fork, vfork (type 29).
///
/// Source: gVisor seccheck wire format.
package struct ForkSyscall: BitwiseCopyable {

    @inlinable package init() {}
}
