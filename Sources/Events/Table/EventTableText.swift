/// Falco's event table as text, one file per subject.
///
///     CODE NAME DIRECTION CATEGORY FLAGS [STATUS] [new]
///       PARAMETER:TYPE[:FORMAT][(FLAG TABLE)] …
///
/// - DIRECTION: `>` enter, `<` exit.
/// - CATEGORY: the base, then its classes after slashes: `t` tracepoint, `m` meta, `i` internal,
///   `p` plugin, `none`; nothing means a system call.
/// - FLAGS: letters of `EventFlags`, `-` for none.
/// - STATUS: `legacy`, `unused`; nothing means current. `new`: added after release 0.43.
/// - FORMAT: `d` decimal, `x` hexadecimal, `o` octal, `n` none, where it is not the type's usual
/// one.
///
/// Source: the public table of Falco's libraries, 0.23 and newer.
enum EventTableText {
    /// All parts; codes are unique over them.
    static var parts: [StaticString] {
        [fileSystem, inputOutput, network, process, task, memoryAndUser, other]
    }
}
