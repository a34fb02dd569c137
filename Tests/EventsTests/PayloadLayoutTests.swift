import Core
import Decode
import Events
import TestSupport
import Testing

/// The mapper reads payloads by the type that the message has, which must be that of the case.
@Suite struct PayloadLayoutTests {
    @Test func everyCaseHoldsWhatIsReadByItsType() {
        var types: Set<UInt16> = []
        for capture in SharedFiles.captures() {
            let datagrams = SharedFiles.datagrams(of: capture.path)
            for index in stride(from: 0, to: datagrams.count, by: 31) {
                check(datagrams[index], &types)
            }
        }
        for type in 1...38 as ClosedRange<UInt8> {
            check([8, 0, type, 0, 0, 0, 0, 0], &types)
            check([8, 0, type, 0, 0, 0, 0, 0, 0x20, 7], &types)
            check([8, 0, type, 0, 0, 0, 0, 0, 0x20, 7, 0x28, 5, 0x30, 3], &types)
        }
        #expect(types.count == 38)
    }

    private func check(_ datagram: [UInt8], _ types: inout Set<UInt16>) {
        var message = Message()
        let isDecoded = unsafe datagram.withUnsafeBytes { buffer in
            MessageDecoder.decode(unsafe BorrowedBytes(buffer).rawSpan, into: &message) == .decoded
        }
        guard isDecoded else { return }
        types.insert(message.rawType)
        compareCase(&message)
    }

    private func compareCase(_ message: inout Message) {
        switch message.payload {
        case .unknown: Issue.record("decoded, but unknown")
        case .containerStart(let value): compare(value, &message)
        case .clone(let value): compare(value, &message)
        case .exec(let value): compare(value, &message)
        case .exitNotifyParent(let value): compare(value, &message)
        case .taskExit(let value): compare(value, &message)
        case .rawSyscall(let value): compare(value, &message)
        case .open(let value): compare(value, &message)
        case .close(let value): compare(value, &message)
        case .read(let value): compare(value, &message)
        case .connect(let value): compare(value, &message)
        case .execve(let value): compare(value, &message)
        case .socket(let value): compare(value, &message)
        case .chdir(let value): compare(value, &message)
        case .setid(let value): compare(value, &message)
        case .setresid(let value): compare(value, &message)
        case .prlimit(let value): compare(value, &message)
        case .pipe(let value): compare(value, &message)
        case .fcntl(let value): compare(value, &message)
        case .dup(let value): compare(value, &message)
        case .signalfd(let value): compare(value, &message)
        case .chroot(let value): compare(value, &message)
        case .eventfd(let value): compare(value, &message)
        case .cloneSyscall(let value): compare(value, &message)
        case .bind(let value): compare(value, &message)
        case .accept(let value): compare(value, &message)
        case .timerfdCreate(let value): compare(value, &message)
        case .timerfdSettime(let value): compare(value, &message)
        case .timerfdGettime(let value): compare(value, &message)
        case .fork(let value): compare(value, &message)
        case .inotifyInit(let value): compare(value, &message)
        case .inotifyAddWatch(let value): compare(value, &message)
        case .inotifyRmWatch(let value): compare(value, &message)
        case .socketPair(let value): compare(value, &message)
        case .write(let value): compare(value, &message)
        case .mmapInfo(let value): compare(value, &message)
        case .mmap(let value): compare(value, &message)
        case .listen(let value): compare(value, &message)
        case .ptrace(let value): compare(value, &message)
        }
    }

    private func compare<Payload: BitwiseCopyable>(_ value: Payload, _ message: inout Message) {
        let read = message.read(Payload.self)
        #expect("\(read)" == "\(value)", "\(Payload.self)")
    }
}
