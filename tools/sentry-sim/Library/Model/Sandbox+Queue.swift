extension Sandbox {
    /// The messages that wait, taken out of the queue.
    func takeMessages() -> [[UInt8]] {
        let waiting = unsafe queue.bytes()
        var messages: [[UInt8]] = []
        var offset = 0
        while offset < waiting.count {
            let length = Int(unsafe waiting.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
            offset += MessageAssembler.lengthByteCount
            messages.append(unsafe Array(waiting[offset..<offset + length]))
            offset += length
        }
        queue.removeAll()
        return messages
    }

    /// Puts a message back into the queue.
    func requeue(_ message: [UInt8]) {
        var count = UInt32(message.count)
        unsafe withUnsafeBytes(of: &count) { unsafe queue.append($0) }
        unsafe message.withUnsafeBytes { unsafe queue.append($0) }
    }
}
