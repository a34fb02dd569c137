internal import CRE2
package import Core

/// A compiled regular expression. Immutable, so threads may share it.
///
/// Safety: the C object is made in the initialiser, only read afterwards, and freed with the last
/// reference.
@safe
package final class RegularExpression: @unchecked Sendable {
    /// Why a pattern does not compile.
    package struct Failure: Error, Equatable, Sendable {
        package let reason: String
    }

    /// Bytes that a reason may have.
    private static let reasonCapacity = 256

    private let compiled: OpaquePointer

    package init(_ pattern: [UInt8]) throws(Failure) {
        var reason = [CChar](repeating: 0, count: Self.reasonCapacity)
        let made = unsafe gvfast_re2_compile(pattern, pattern.count, &reason, reason.count)
        guard let made = unsafe made else {
            let text = reason.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            throw Failure(reason: String(decoding: text, as: UTF8.self))
        }
        unsafe compiled = made
    }

    deinit { unsafe gvfast_re2_free(compiled) }

    /// Whether all of `text`, which must be UTF-8, matches.
    package func matches(_ text: BorrowedBytes) -> Bool {
        let buffer = unsafe text.rawBuffer
        let start = unsafe buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
        return unsafe gvfast_re2_full_match(compiled, start, buffer.count)
    }
}
