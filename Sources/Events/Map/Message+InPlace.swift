package import Decode

extension Message {
    /// The payload as the case that `rawType` says it is.
    ///
    /// PERF: a `switch` over the enumeration copies all of its 128 bytes first, which cost 20 ns
    /// of each message's 65; this reads the bytes of the one case. Sound because cases of an
    /// enumeration of plain values begin at its first byte, which a test compares for every case,
    /// and because the decoder sets type and payload together. All cases are plain values.
    @inline(__always)
    package mutating func read<Payload: BitwiseCopyable>(_ type: Payload.Type) -> Payload {
        unsafe withUnsafeBytes(of: &payload) { bytes in
            unsafe bytes.loadUnaligned(as: Payload.self)
        }
    }
}
