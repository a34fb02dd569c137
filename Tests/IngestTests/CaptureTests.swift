import CLinux
import Core
import Glibc
import Ingest
import Testing

@Suite struct CaptureTests {
    private func write(_ bytes: [UInt8], to path: String) {
        let file = OwnedDescriptor(unsafe gvfast_open(path, O_CREAT | O_WRONLY | O_TRUNC, 0o644))
        let count = unsafe bytes.withUnsafeBytes {
            unsafe Glibc.write(file.fd, $0.baseAddress, $0.count)
        }
        #expect(count == bytes.count)
    }

    private func record(_ bytes: [UInt8]) -> [UInt8] {
        CaptureFormat.lengthPrefix(bytes.count) + bytes
    }

    private func readAll(_ path: String) throws(CaptureError) -> [[UInt8]] {
        var reader = try CaptureReader(path: path)
        var all: [[UInt8]] = []
        while let datagram = try reader.next() { all.append(datagram.array) }
        return all
    }

    private func failure(_ path: String) -> CaptureError? {
        do throws(CaptureError) {
            _ = try readAll(path)
            return nil
        } catch {
            return error
        }
    }

    /// Datagrams of many sizes, up to the largest record.
    private let samples: [[UInt8]] =
        [1, 8, 255, 4096, 70_000, 262_144, CaptureFormat.recordLimit, 3].map { size in
            (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ size) }
        }

    @Test func whatIsWrittenIsRead() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/a.trace"
        var writer = try CaptureWriter(path: path)
        for sample in samples {
            try unsafe sample.withUnsafeBytes { try unsafe writer.write(BorrowedBytes($0)) }
        }
        try writer.flush()
        #expect(try readAll(path) == samples)
    }

    @Test func theHeadIsGvisorsByteForByte() {
        let expected =
            Array("tracereplay file".utf8) + [13, 0, 0, 0, 0, 0, 0, 0]
            + Array("{\"version\":1}".utf8)
        #expect(CaptureFormat.fileHead == expected)
    }

    @Test func anExistingFileIsNotOverwrittenUnasked() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/a.trace"
        write([1, 2, 3], to: path)
        #expect(throws: CaptureError.self) {
            let writer = try CaptureWriter(path: path)
            _ = writer.path
        }
        var writer = try CaptureWriter(path: path, replacesExisting: true)
        try writer.flush()
        #expect(try readAll(path) == [])
    }

    @Test func brokenFilesAreToldWithTheirPlace() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/a.trace"
        let head = CaptureFormat.fileHead
        #expect(failure(path) == .system(path: path, SystemError(call: "open", code: ENOENT)))
        write([], to: path)
        #expect(failure(path) == .notACapture(path: path))
        write(Array("tracereplay".utf8), to: path)
        #expect(failure(path) == .notACapture(path: path))
        write(Array("something else entirely".utf8), to: path)
        #expect(failure(path) == .notACapture(path: path))
        for text in ["", "[]", "{\"version\":0}", "{}", "{\"version\":x}", "{\"version\":-1}"] {
            write(Array("tracereplay file".utf8) + record(Array(text.utf8)), to: path)
            #expect(failure(path) == .configuration(path: path), "\(text)")
        }
        write(head + record([1, 2]) + [5, 0, 0, 0, 0, 0, 0, 0, 1], to: path)
        #expect(failure(path) == .cut(path: path, offset: UInt64(head.count + 10)))
        write(head + [5, 0, 0], to: path)
        #expect(failure(path) == .cut(path: path, offset: UInt64(head.count)))
        write(head + CaptureFormat.lengthPrefix(CaptureFormat.recordLimit + 1), to: path)
        #expect(
            failure(path)
                == .recordTooLong(
                    path: path, offset: UInt64(head.count),
                    byteCount: UInt64(CaptureFormat.recordLimit + 1)))
        write(head + [UInt8](repeating: 0xFF, count: 8), to: path)
        #expect(
            failure(path)
                == .recordTooLong(path: path, offset: UInt64(head.count), byteCount: .max))
    }

    @Test func spacesInTheConfigurationAreLegal() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/a.trace"
        let text = "{ \"other\": \"x\",\n \"version\" : 7 }"
        write(Array("tracereplay file".utf8) + record(Array(text.utf8)) + record([9]), to: path)
        let reader = try CaptureReader(path: path)
        #expect(reader.version == 7)
        #expect(try readAll(path) == [[9]])
    }

    @Test func aFolderIsManyConnectionsInTheOrderOfTheirNames() throws {
        let folder = try TemporaryFolder()
        for (name, value) in [("b", UInt8(2)), ("a", 1), ("c", 3)] {
            let datagrams = record([value]) + record([value, value])
            write(CaptureFormat.fileHead + datagrams, to: folder.path + "/\(name).trace")
        }
        write([1], to: folder.path + "/.hidden")
        let files = try CaptureReader.files(at: folder.path)
        #expect(files.map { String($0.suffix(7)) } == ["a.trace", "b.trace", "c.trace"])
        var reactor = try CaptureReactor(paths: files)
        var recorded = Recorded()
        while !reactor.isAtEnd { recorded.add(reactor.next(maxWaitNanos: 0)) }
        #expect(recorded.datagrams() == [[1], [1, 1], [2], [2, 2], [3], [3, 3]])
        #expect(recorded.count(.opened) == 3 && recorded.count(.closed) == 3)
        #expect(Set(recorded.connections.map(\.serial)).count == 3)
        #expect(reactor.counters.receivedCount == 6)
    }

    @Test func aBrokenFileInAFolderDoesNotHideTheOthers() throws {
        let folder = try TemporaryFolder()
        let head = CaptureFormat.fileHead
        write(head + record([1]) + [200, 0, 0, 0, 0, 0, 0, 0, 1], to: folder.path + "/a")
        write([0], to: folder.path + "/b")
        write(head + record([3]), to: folder.path + "/c")
        var reactor = try CaptureReactor(paths: CaptureReader.files(at: folder.path))
        var recorded = Recorded()
        while !reactor.isAtEnd { recorded.add(reactor.next(maxWaitNanos: 0)) }
        #expect(recorded.datagrams() == [[1], [3]])
        #expect(reactor.errors.count == 2)
        #expect(recorded.reasons == [.receiveError, .endOfFile])
    }

    @Test func anEmptyFolderIsAnError() throws {
        let folder = try TemporaryFolder()
        #expect(throws: CaptureError.emptyFolder(path: folder.path)) {
            _ = try CaptureReader.files(at: folder.path)
        }
    }

    @Test func aLongCaptureComesThroughTheReactorUnchanged() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/a.trace"
        var writer = try CaptureWriter(path: path)
        var sent: [[UInt8]] = []
        for round in 0..<3000 {
            let bytes = [UInt8](repeating: UInt8(truncatingIfNeeded: round), count: 1 + round)
            sent.append(bytes)
            try unsafe bytes.withUnsafeBytes { try unsafe writer.write(BorrowedBytes($0)) }
        }
        try writer.flush()
        var reactor = try CaptureReactor(paths: [path])
        var recorded = Recorded()
        while !reactor.isAtEnd { recorded.add(reactor.next(maxWaitNanos: 0)) }
        let isSame = recorded.datagrams() == sent
        #expect(isSame)
    }
}
