import CLinux
import Core
import Glibc
import Testing

/// A pipe whose reading end the test works.
final class TestPipe {
    private(set) var reader: Int32
    private(set) var writer: Int32

    init() throws {
        var ends: [Int32] = [-1, -1]
        // closed in the programs that other tests start meanwhile, which would hold it open
        try #require(unsafe gvfast_pipe(&ends) == 0)
        reader = ends[0]
        writer = ends[1]
    }

    deinit {
        closeWriter()
        closeReader()
    }

    /// Waits until nobody can read any more: a program may be just about to be started, with a copy
    /// of the reading end for a moment.
    func awaitHangUp() {
        var entry = pollfd(fd: writer, events: 0, revents: 0)
        while entry.revents & Int16(POLLERR) == 0 { _ = unsafe poll(&entry, 1, 10) }
    }

    func closeReader() {
        if reader >= 0 { close(reader) }
        reader = -1
    }

    func closeWriter() {
        if writer >= 0 { close(writer) }
        writer = -1
    }

    /// Everything until the writing end is closed, as lines.
    static func lines(of reader: Int32) -> [String] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe read(reader, &chunk, chunk.count)
            if count <= 0 { break }
            bytes.append(contentsOf: chunk.prefix(count))
        }
        return bytes.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Reads at least `count` lines, however long it takes.
    func readLines(atLeast count: Int) -> [String] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while bytes.count(where: { $0 == 0x0A }) < count {
            let got = unsafe read(reader, &chunk, chunk.count)
            if got <= 0 { break }
            bytes.append(contentsOf: chunk.prefix(got))
        }
        return bytes.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
    }
}

/// Reads a pipe to its end on a thread of its own.
final class PipeReader {
    private let pipe: TestPipe
    private let lines = LogLines()
    private let hasEnded = LogLines()

    init(_ pipe: TestPipe) throws {
        self.pipe = pipe
        let lines = lines
        let hasEnded = hasEnded
        let reader = pipe.reader
        _ = try ShardThread(name: "test-reader") {
            for line in TestPipe.lines(of: reader) { lines.add(line) }
            hasEnded.add("")
        }
    }

    /// Closes the writing end and gives everything that was read.
    func finish() -> [String] {
        pipe.closeWriter()
        while hasEnded.all.isEmpty { usleep(500) }
        return lines.all
    }
}

/// A folder that goes with the test.
final class TestFolder {
    let path: String

    init() throws {
        var template = Array("/tmp/gvfast-alerts-XXXXXX".utf8CString)
        try #require(unsafe mkdtemp(&template) != nil)
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { _ = unsafe system("rm -rf '\(path)'") }

    func file(_ name: String) -> String { path + "/" + name }

    func lines(of name: String) -> [String] {
        guard let file = unsafe fopen(file(name), "r") else { return [] }
        defer { unsafe fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe fread(&chunk, 1, chunk.count, file)
            if count <= 0 { break }
            bytes.append(contentsOf: chunk.prefix(count))
        }
        return bytes.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
    }
}
