import Foundation
import Glibc

/// A monitoring server for one sandbox: accepts, shakes hands, keeps every datagram until the end.
/// Blocking and simple; used off the test's own thread.
enum TraceServer {
    /// Listens at `path`; nil when that fails.
    static func listen(at path: String) -> Int32? {
        let descriptor = socket(AF_UNIX, Int32(SOCK_SEQPACKET.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard descriptor >= 0, bytes.count < 108 else { return nil }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let bound = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe Glibc.bind(descriptor, $0, size)
            }
        }
        guard bound == 0, Glibc.listen(descriptor, 4) == 0 else { return nil }
        return descriptor
    }

    /// The datagrams of the first connection.
    static func receive(from listener: Int32) -> [[UInt8]] {
        let connection = accept(listener, nil, nil)
        guard connection >= 0 else { return [] }
        defer { Glibc.close(connection) }
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        guard unsafe recv(connection, &buffer, buffer.count, 0) > 0 else { return [] }
        let reply: [UInt8] = [0x08, 0x01]
        guard unsafe send(connection, reply, reply.count, 0) == reply.count else { return [] }
        var datagrams: [[UInt8]] = []
        while true {
            let count = unsafe recv(connection, &buffer, buffer.count, 0)
            if count <= 0 { return datagrams }
            datagrams.append(Array(buffer[0..<count]))
        }
    }
}
