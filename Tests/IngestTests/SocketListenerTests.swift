import CLinux
import Core
import Glibc
import Ingest
import Testing

@Suite struct SocketListenerTests {
    private func mode(of path: String) -> UInt32 {
        var status = stat()
        return unsafe lstat(path, &status) == 0 ? UInt32(status.st_mode) & 0o7777 : 0
    }

    private func exists(_ path: String) -> Bool {
        var status = stat()
        return unsafe lstat(path, &status) == 0
    }

    /// The error of an attempt to listen; nil when it succeeded.
    private func failure(_ path: String, mode: UInt32 = 0o600) -> ListenerError? {
        do throws(ListenerError) {
            let listener = try SocketListener(path: path, mode: mode)
            _ = listener.fd
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [UInt32(0o600), 0o660, 0o666])
    func theSocketHasTheModeThatWasAskedFor(wanted: UInt32) throws {
        let folder = try TemporaryFolder()
        let listener = try SocketListener(path: folder.path + "/s.sock", mode: wanted)
        #expect(mode(of: listener.path) == wanted)
    }

    @Test func missingFoldersAreMade() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/a/b/c/s.sock"
        let listener = try SocketListener(path: path)
        let peer = try Peer(path: path)
        #expect(peer.fd >= 0 && listener.fd >= 0)
    }

    @Test func theFileOfADeadListenerIsReplaced() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/s.sock"
        do {
            // a socket that is bound and gone, its file left behind
            let dead = OwnedDescriptor(gvfast_seqpacket_socket(0))
            #expect(unsafe gvfast_bind_path(dead.fd, path) == 0)
        }
        #expect(exists(path))
        let listener = try SocketListener(path: path)
        let peer = try Peer(path: path)
        #expect(peer.fd >= 0 && listener.fd >= 0)
    }

    @Test func aLiveListenerIsRefusedAndGoesOn() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/s.sock"
        let first = try SocketListener(path: path)
        let error = failure(path)
        #expect(error == .inUse(path: path))
        #expect(error?.description.contains("another process is listening") == true)
        #expect(exists(path))
        let peer = try Peer(path: path)
        #expect(peer.fd >= 0 && first.fd >= 0)
    }

    @Test func aFileThatIsNoSocketIsLeftAlone() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/s.sock"
        let file = OwnedDescriptor(unsafe gvfast_open(path, O_CREAT | O_WRONLY, 0o644))
        #expect(failure(path) == .notASocket(path: path))
        #expect(exists(path) && file.fd >= 0)
    }

    @Test func unusablePathsAreRefused() throws {
        for path in ["", "/tmp/" + String(repeating: "x", count: 103), "/tmp/a\0b"] {
            #expect(failure(path) == .pathUnusable(path: path))
        }
        let folder = try TemporaryFolder()
        let longest =
            folder.path + "/" + String(repeating: "x", count: 106 - folder.path.utf8.count)
        #expect(failure(longest) == nil, "107 bytes fit")
    }

    @Test func aFolderThatCannotBeMadeIsTold() {
        guard case .folder(_, let error)? = failure("/dev/null/folder/s.sock") else {
            Issue.record("no error for a folder below a file")
            return
        }
        #expect(error.code == ENOTDIR)
    }

    @Test func theFileGoesWithTheListener() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/s.sock"
        #expect(failure(path) == nil)
        #expect(!exists(path))
    }

    @Test func aFileThatIsNoLongerOursStays() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/s.sock"
        do {
            let listener = try SocketListener(path: path)
            #expect(unsafe unlink(path) == 0)
            let other = OwnedDescriptor(unsafe gvfast_open(path, O_CREAT | O_WRONLY, 0o644))
            #expect(other.fd >= 0 && listener.fd >= 0)
        }
        #expect(exists(path))
    }
}
