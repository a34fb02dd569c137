/// The process at the other end of a pipe that a standard descriptor of an exec refers to.
///
/// Source: gVisor seccheck wire format.
package struct PipeProcInfo: BitwiseCopyable {
    /// The message was on the wire; every other property is meaningless otherwise.
    package var isPresent = false
    /// Field 1 `context_data` of the sibling.
    package var context = MessageContext()

    @inlinable package init() {}
}
