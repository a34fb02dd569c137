import Decode
import TestSupport
import Testing

/// Header and protobuf rules, each with the smallest datagram that shows it.
@Suite struct WireRulesTests {
    private func decode(_ hex: String) -> DecodedSample { DecodedSample(bytes(hex: hex)) }

    private func taskExit(_ payload: String) -> DecodedSample {
        decode("0800 0500 00000000" + payload)
    }

    private func exitStatus(_ sample: DecodedSample) -> Int32? {
        guard case .taskExit(let exit) = sample.message.payload else { return nil }
        return exit.exitStatus
    }

    @Test func emptyPayloadIsAMessage() {
        let sample = taskExit("")
        #expect(sample.status == .decoded)
        #expect(!sample.message.context.isPresent)
        #expect(exitStatus(sample) == 0)
    }

    @Test func payloadBeginsAtHeaderSize() {
        #expect(exitStatus(decode("0c00 0500 00000000 ffffffff 108006")) == 768)
        #expect(decode("0b00 0500 00000000 108006").status == .decoded)
        #expect(decode("0c00 0500 00000000 108006").status == .rejected(.headerTooLarge))
        #expect(decode("0700 0500 00000000 108006").status == .rejected(.headerTooSmall))
        #expect(decode("0000 0500 00000000").status == .rejected(.headerTooSmall))
        #expect(decode("ffff 0500 00000000").status == .rejected(.headerTooLarge))
        #expect(decode("0800 0500 000000").status == .rejected(.datagramTooShort))
        #expect(decode("").status == .rejected(.datagramTooShort))
    }

    @Test func droppedCountIsUnsigned() {
        #expect(decode("0800 0500 feffffff").message.droppedCount == 4_294_967_294)
    }

    @Test func unknownTypesAreTold() {
        for type in ["0000", "2700", "ffff", "0501"] {
            let sample = decode("0800 \(type) 01000000 ff")
            #expect(sample.status == .unknownType)
            #expect(sample.message.droppedCount == 1)
        }
    }

    @Test func everyNumberHasTheTypeOfItsCase() {
        for number in UInt16.min...UInt16.max {
            #expect(MessageType(known: number) == MessageType(rawValue: number))
        }
    }

    /// The messages that come most are read by the order in which a Sentry writes their fields.
    @Test(arguments: [
        "2005 2a0161 308020 3801 40d00f 4803", "4803 40d00f 3801 308020 2a0161 2005",
        "2007 2a0178 300138 01 2005 2a0161 308020 a000 05 4803 40d00f",
        "e880 8000 05 a080 8000 05 aa80 8000 0161 b000 8020 b80001 c080 00d00f c80003",
        "308020 2005 18 22 2a0161 40d00f 12020801 4803 3801 0a021005",
    ])
    func fieldsComeInAnyOrderAndSpelling(_ payload: String) {
        let sample = decode("0800 2200 00000000" + payload)
        guard case .write(let write) = sample.message.payload else {
            Issue.record("not a write")
            return
        }
        #expect(write.fd == 5 && write.count == 4096 && write.hasOffset)
        #expect(write.offset == 2000 && write.flags == 3)
        #expect(sample.binary(write.fdPath) == Array("a".utf8))
    }

    @Test func nothingOfTheMessageBeforeRemains() {
        var message = Message()
        let first = bytes(hex: "0800 0700 00000000 0a021002 12021002 18 8102 3203616263")
        let second = bytes(hex: "0800 0800 00000000")
        let third = bytes(hex: "0800 0800 00000000 ff")
        #expect(unsafe MessageDecoder.decode(first.span.bytes, into: &message) == .decoded)
        #expect(message.exit.isPresent && message.context.isPresent && message.sysno == 257)
        #expect(unsafe MessageDecoder.decode(second.span.bytes, into: &message) == .decoded)
        #expect(!message.exit.isPresent && !message.context.isPresent && message.sysno == 0)
        #expect(
            unsafe MessageDecoder.decode(third.span.bytes, into: &message)
                == .rejected(.truncated))
        guard case .unknown = message.payload else {
            Issue.record("payload of a rejected message")
            return
        }
    }

    @Test func lastScalarWins() {
        #expect(exitStatus(taskExit("1001 1002")) == 2)
        #expect(exitStatus(taskExit("1001 1000")) == 0)
    }

    @Test func repeatedSubmessagesAreMerged() {
        let merged = taskExit("0a02 1007 0a02 2009 0a04 3a020801 0a04 3a021002").message.context
        #expect(merged.threadID == 7 && merged.threadGroupID == 9)
        #expect(merged.credentials.realUID == 1 && merged.credentials.effectiveUID == 2)
    }

    @Test func unknownFieldsAreSkippedAndCounted() {
        let sample = taskExit("d80101 e1010000000000000000 ea0103616263 f50100000000 108006")
        #expect(sample.status == .decoded)
        #expect(sample.message.unknownFieldCount == 4)
        #expect(exitStatus(sample) == 768)
        #expect(taskExit("0a03 a00601").message.unknownFieldCount == 1)
    }

    @Test(arguments: [
        ("12", RejectReason.truncated), ("1201", .lengthBeyondEnd), ("0a", .truncated),
        ("10", .truncated), ("1080", .truncated), ("0a01", .lengthBeyondEnd),
        ("0a0110", .truncated), ("0a021280", .truncated), ("0a021200", .wireTypeWrong),
        ("120161", .wireTypeWrong),
        ("08 05", .wireTypeWrong), ("15 00000000", .wireTypeWrong),
        ("11 0000000000000000", .wireTypeWrong), ("11 00000000000000", .truncated),
        ("13", .wireTypeUnsupported), ("14", .wireTypeUnsupported), ("16", .wireTypeUnsupported),
        ("f3 01", .wireTypeUnsupported), ("00 00", .fieldNumberZero), ("02 00", .fieldNumberZero),
        ("80 00 00", .fieldNumberZero), ("8280 00 00", .fieldNumberZero),
        ("90 80 80 80 80 00 00", .tagTooLong), ("90 80 80 80", .truncated),
        ("10 80808080808080808080 00", .varintTooLong), ("10 8080808080808080 80", .truncated),
        ("0a 8080808080 00", .lengthTooLong), ("0a 80808080", .truncated),
        ("0a ffffffff0f", .lengthBeyondEnd), ("0a ffffffff7f", .lengthBeyondEnd),
        ("e5 01 000000", .truncated), ("ea 01 04 616263", .lengthBeyondEnd),
    ])
    func faultsAreNamed(_ payload: String, _ reason: RejectReason) {
        #expect(taskExit(payload).status == .rejected(reason))
    }

    @Test func numbersAreCutToTheirWidth() {
        #expect(exitStatus(taskExit("10 ffffffffffffffffff01")) == -1)
        #expect(exitStatus(taskExit("10 9cffffffffffffffff7f")) == -100)
        #expect(exitStatus(taskExit("10 8080808010")) == 0)
        #expect(exitStatus(taskExit("90 80808000 87808080808080808000")) == 7)
    }

    @Test func anyBitMakesABoolTrue() {
        func session(_ hex: String) -> Bool { taskExit(hex).message.context.isExecSession }
        #expect(session("0a02 5801") && session("0a02 5802") && session("0a03 588001"))
        #expect(!session("0a02 5800") && !session("0a03 588000"))
        #expect(session("0a0b 58 80808080808080808002"))
    }

    @Test func stringsKeepNulsAndForeignBytes() {
        let sample = decode("0800 1500 00000000 22 05 61 00 ff c3 28")
        guard case .chroot(let chroot) = sample.message.payload else {
            Issue.record("not a chroot")
            return
        }
        #expect(sample.binary(chroot.pathname) == [0x61, 0x00, 0xFF, 0xC3, 0x28])
    }

    @Test func repeatedStringsAreFoundAmongOtherFields() {
        let sample = decode("0800 0100 00000000 2203 616263 1201 78 2200 220179 3001 2a017a")
        guard case .containerStart(let start) = sample.message.payload else {
            Issue.record("not a start")
            return
        }
        #expect(sample.texts(start.args) == ["abc", "", "y"])
        #expect(sample.texts(start.env) == ["z"])
        #expect(start.terminal && start.args.count == 3)
    }

    @Test func datagramsBeyondTheLimitAreRejected() {
        var datagram = bytes(hex: "0800 0500 00000000")
        datagram += [UInt8](repeating: 0, count: DecodeLimits.datagramByteCount)
        #expect(DecodedSample(datagram).status == .rejected(.datagramTooLong))
    }
}
