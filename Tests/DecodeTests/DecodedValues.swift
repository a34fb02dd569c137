import Core
import Decode

/// The values of our decoded message, in the order of protobuf-c's descriptors.
struct DecodedValues {
    let message: Message
    let datagram: BorrowedBytes
    var list = ValueList()

    mutating func text(_ range: ByteRange) {
        unsafe list.text(range.bytes(of: datagram).rawBuffer)
    }

    mutating func binary(_ range: ByteRange) {
        unsafe list.binary(range.bytes(of: datagram).rawBuffer)
    }

    mutating func texts(_ range: RepeatedRange) {
        list.number(range.count)
        var strings = range.strings(of: datagram)
        while let string = strings.next() { unsafe list.text(string.rawBuffer) }
    }

    mutating func submessage(_ isPresent: Bool, _ body: (inout DecodedValues) -> Void) {
        list.flag(isPresent)
        if isPresent { body(&self) }
    }

    /// Everything in `message`, or nil when it has no payload.
    static func of(_ message: borrowing Message, in datagram: BorrowedBytes) -> ValueList? {
        guard let type = MessageType(rawValue: message.rawType),
            let payload = message.payload.listed
        else { return nil }
        var values = DecodedValues(message: copy message, datagram: datagram)
        let context = message.context
        values.submessage(context.isPresent) { context.list(into: &$0) }
        if type.isSyscall {
            let exit = message.exit
            values.submessage(exit.isPresent) {
                $0.list.number(exit.result)
                $0.list.number(exit.errorno)
            }
            values.list.number(message.sysno)
        }
        payload.list(into: &values)
        return values.list
    }
}

/// A payload whose values can be listed, its shared first fields left out.
protocol Listed {
    func list(into values: inout DecodedValues)
}

extension MessageType {
    var isSyscall: Bool {
        switch self {
        case .containerStart, .clone, .exec, .exitNotifyParent, .taskExit, .mmapInfo: false
        default: true
        }
    }
}

extension MessagePayload {
    var listed: (any Listed)? {
        switch self {
        case .unknown: nil
        case .containerStart(let payload): payload
        case .clone(let payload): payload
        case .exec(let payload): payload
        case .exitNotifyParent(let payload): payload
        case .taskExit(let payload): payload
        case .rawSyscall(let payload): payload
        case .open(let payload): payload
        case .close(let payload): payload
        case .read(let payload): payload
        case .connect(let payload): payload
        case .execve(let payload): payload
        case .socket(let payload): payload
        case .chdir(let payload): payload
        case .setid(let payload): payload
        case .setresid(let payload): payload
        case .prlimit(let payload): payload
        case .pipe(let payload): payload
        case .fcntl(let payload): payload
        case .dup(let payload): payload
        case .signalfd(let payload): payload
        case .chroot(let payload): payload
        case .eventfd(let payload): payload
        case .cloneSyscall(let payload): payload
        case .bind(let payload): payload
        case .accept(let payload): payload
        case .timerfdCreate(let payload): payload
        case .timerfdSettime(let payload): payload
        case .timerfdGettime(let payload): payload
        case .fork(let payload): payload
        case .inotifyInit(let payload): payload
        case .inotifyAddWatch(let payload): payload
        case .inotifyRmWatch(let payload): payload
        case .socketPair(let payload): payload
        case .write(let payload): payload
        case .mmapInfo(let payload): payload
        case .mmap(let payload): payload
        case .listen(let payload): payload
        case .ptrace(let payload): payload
        }
    }
}
