/// What all sandboxes of one simulator thread share: texts, encodings, what is asked for.
final class World {
    let personality: Personality
    let selection: PointSelection
    let texts = Texts()
    let bodies: BodyCache
    let contexts: ContextEncoder
    /// For what is put together of one message.
    let scratch = ByteSink(capacity: 1 << 10)
    /// Names that are used everywhere.
    let names: Names
    /// Where the absolute path of a text leads, by the text's number; what is not known is absent.
    private var resolved: [TextID] = []
    /// Names of sockets and pipes by their number, and addresses of clients by their port.
    private var sockets: [TextID] = []
    private var pipes: [TextID] = []
    private var clients: [TextID] = Array(repeating: Texts.none, count: 65_536)
    let emptyAddress: TextID

    struct Names {
        let notFound: TextID
        let root: TextID
        let stdin: TextID
        let stdout: TextID
        let stderr: TextID
    }

    init(personality: Personality, selection: PointSelection) {
        self.personality = personality
        self.selection = selection
        bodies = BodyCache(texts)
        contexts = ContextEncoder(texts)
        emptyAddress = texts.id(bytes: [UInt8](repeating: 0, count: 16))
        names = Names(
            notFound: texts.id("[err: FD not found]"), root: texts.id("/"),
            stdin: texts.id("host:[1]"), stdout: texts.id("host:[2]"),
            stderr: texts.id("host:[3]"))
    }
    /// Where the symbolic links of an absolute path lead; `none` when it is relative.
    func resolved(_ path: TextID) -> TextID {
        let index = Int(path.rawValue)
        if index < resolved.count, resolved[index] != Texts.none { return resolved[index] }
        let text = texts.string(path)
        guard text.hasPrefix("/") else { return Texts.none }
        while resolved.count <= index { resolved.append(Texts.none) }
        resolved[index] = texts.id(Sandbox.resolved(text))
        return resolved[index]
    }

    /// `socket:[number]`.
    func socketName(_ number: Int) -> TextID {
        while sockets.count <= number { sockets.append(texts.id("socket:[\(sockets.count)]")) }
        return sockets[number]
    }

    /// `pipe:[number]`.
    func pipeName(_ number: Int) -> TextID {
        while pipes.count <= number { pipes.append(texts.id("pipe:[\(pipes.count)]")) }
        return pipes[number]
    }

    func isPipe(_ name: TextID) -> Bool { texts.string(name).hasPrefix("pipe:[") }

    /// The raw address of the host that clients come from, with their port.
    func clientAddress(port: Int) -> TextID {
        if clients[port] == Texts.none {
            clients[port] = texts.id(
                bytes: [2, 0, UInt8(port >> 8), UInt8(port & 255), 10, 0, 0, 7]
                    + [UInt8](repeating: 0, count: 8))
        }
        return clients[port]
    }
}
