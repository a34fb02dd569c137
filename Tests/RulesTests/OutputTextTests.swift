import Core
import Foundation
import Rules
import TestSupport
import Testing

@Suite struct OutputTextTests {
    private func escaped(_ bytes: [UInt8]) -> [UInt8] {
        var source = ByteBuffer()
        source.append(bytes)
        return ByteBuffer.array { $0.append(json: source.bytes) }
    }

    @Test(arguments: [
        ("plain", "\"plain\""), ("a\"b\\c", "\"a\\\"b\\\\c\""), ("", "\"\""),
        ("1\n2\t3\r\u{8}\u{C}", "\"1\\n2\\t3\\r\\b\\f\""),
        ("\u{1}\u{1f}\u{7f}", "\"\\u0001\\u001f\u{7f}\""),
        ("caf\u{e9} \u{20ac} \u{1F600}", "\"caf\u{e9} \u{20ac} \u{1F600}\""), ("/", "\"/\""),
    ])
    func controlsAndQuotesAreEscaped(text: String, expected: String) {
        #expect(String(decoding: escaped(Array(text.utf8)), as: UTF8.self) == expected)
    }

    @Test func anyBytesBecomeAStringThatAParserReadsBackAsUTF8() throws {
        let seed: UInt64 = 20_240_601
        var generator = SeededGenerator(seed: seed)
        // bytes that matter: quotes, controls, all kinds of UTF-8 leads and continuations
        let pool: [UInt8] = [
            0x22, 0x5C, 0x00, 0x1F, 0x20, 0x41, 0x61, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF,
            0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xED, 0xEF, 0xF0, 0xF1, 0xF4, 0xF5, 0xFF,
        ]
        for round in 0..<5_000 {
            let count = generator.below(40)
            let bytes = (0..<count).map { _ -> UInt8 in
                generator.once(in: 3)
                    ? UInt8(truncatingIfNeeded: generator.next())
                    : pool[generator.below(pool.count)]
            }
            let text = escaped(bytes)
            let wrapped = Data([0x5B] + text + [0x5D])
            let parsed = try JSONSerialization.jsonObject(with: wrapped) as? [String]
            // the standard library replaces ill-formed sequences by the same rule
            let expected = String(decoding: bytes, as: UTF8.self)
            #expect(
                parsed?.first.map { Array($0.utf8) } == Array(expected.utf8),
                "seed \(seed) round \(round): \(bytes)")
        }
    }

    @Test func datesAreThoseOfTheCLibrary() {
        let seed: UInt64 = 7
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<5_000 {
            let nanos = generator.next() >> UInt64(generator.below(20))
            var seconds = time_t(nanos / 1_000_000_000)
            var parts = unsafe tm()
            unsafe gmtime_r(&seconds, &parts)
            var text = [CChar](repeating: 0, count: 64)
            let count = unsafe strftime(&text, text.count, "%Y-%m-%dT%H:%M:%S", &parts)
            let expected = String(
                decoding: text.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
            let fraction = String(format: ".%09d", Int(nanos % 1_000_000_000))
            let ours = ByteBuffer.array { TimeText.appendISO(nanos, to: &$0) }
            #expect(
                String(decoding: ours, as: UTF8.self) == expected + fraction,
                "seed \(seed): \(nanos)")
        }
    }

    @Test func localTimesFollowTheZone() async {
        await #expect(processExitsWith: .success) {
            unsafe setenv("TZ", "America/St_Johns", 1)
            var time = TimeText()
            var generator = SeededGenerator(seed: 3)
            for _ in 0..<10_000 {
                // 1990 to 2037, with both changes of the clock of every year
                let nanos = (631_152_000 + generator.next() % 1_480_000_000) * 1_000_000_000 + 5
                var seconds = time_t(nanos / 1_000_000_000)
                var parts = unsafe tm()
                unsafe localtime_r(&seconds, &parts)
                var text = [CChar](repeating: 0, count: 64)
                let count = unsafe strftime(&text, text.count, "%Y-%m-%d %H:%M:%S", &parts)
                let expected = String(
                    decoding: text.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
                let ours = ByteBuffer.array {
                    time.appendDateTime(nanos, withFraction: true, to: &$0)
                }
                precondition(
                    String(decoding: ours, as: UTF8.self) == expected + ".000000005", expected)
                let clock = ByteBuffer.array {
                    time.appendClock(nanos, withFraction: false, to: &$0)
                }
                precondition(expected.hasSuffix(String(decoding: clock, as: UTF8.self)))
            }
        }
    }

    @Test func numbersPrintAsTheirTypeSays() {
        #expect(
            ByteBuffer.array { $0.append(decimal: UInt64.max) }
                == Array("18446744073709551615".utf8))
        #expect(
            ByteBuffer.array { $0.append(decimal: Int64.min) } == Array("-9223372036854775808".utf8)
        )
        #expect(ByteBuffer.array { $0.append(decimal: UInt64(0)) } == Array("0".utf8))
        #expect(ByteBuffer.array { $0.append(0x107, bitsPerDigit: 4) } == Array("107".utf8))
        #expect(
            ByteBuffer.array { $0.append(UInt64.max, bitsPerDigit: 4) }
                == Array("FFFFFFFFFFFFFFFF".utf8))
        #expect(
            ByteBuffer.array { $0.append(UInt64.max, bitsPerDigit: 3) }
                == Array("1777777777777777777777".utf8))
        #expect(ByteBuffer.array { $0.append(0o755, bitsPerDigit: 3) } == Array("755".utf8))
        #expect(ByteBuffer.array { $0.append(0, bitsPerDigit: 4) } == Array("0".utf8))
    }
}
