import Core
import Decode
import Events
import TestSupport
import Testing

@Suite struct EventMapperCaptureTests {
    @Test func everyRecordedMessageMapsAndNothingIsWrong() {
        for capture in SharedFiles.captures() {
            var mapper = EventMapper(architecture: .x8664)
            var eventCount = 0
            for datagram in SharedFiles.datagrams(of: capture.path) {
                guard let events = MappedEvent.all(of: datagram, &mapper) else {
                    Issue.record("\(capture.name): a message does not decode")
                    continue
                }
                eventCount += events.count
                for mapped in events { check(mapped, capture.name) }
            }
            #expect(eventCount > 60, "\(capture.name)")
            #expect(mapper.counts.wrongSyscall == 0, "\(capture.name)")
            #expect(mapper.counts.wrongAddresses == 0, "\(capture.name)")
            #expect(mapper.counts.wrongErrorNumbers == 0, "\(capture.name)")
            #expect(mapper.counts.cutArguments == 0, "\(capture.name)")
        }
    }

    /// What holds for every event of a recorded sandbox.
    private func check(_ mapped: MappedEvent, _ name: String) {
        let row = EventTable.shared[EventCode(mapped.code)]
        let isInvisible = mapped.code == 292 || mapped.code == 330
        #expect(row.isKnown && (row.status == .current || isInvisible), "\(name): \(mapped.code)")
        #expect(mapped.threadID > 0 && mapped.timeNanos > 0, "\(name): \(mapped.name)")
        #expect(mapped.presentParameters >> UInt32(row.parameterCount) == 0)
        #expect(mapped.containerID.count == 64, "\(name): \(mapped.name)")
        if row.hasResult { #expect(mapped.presentParameters & 1 == 1, "\(name): \(mapped.name)") }
    }

    @Test func bothReleasesTellTheSameFirstCommand() throws {
        for release in ["runsc-20221219", "runsc-202608"] {
            guard let path = SharedFiles.path("captures/\(release)/seed-touch.trace") else {
                return
            }
            var mapper = EventMapper(architecture: .x8664)
            let events = SharedFiles.datagrams(of: path).flatMap {
                MappedEvent.all(of: $0, &mapper) ?? []
            }
            #expect(events[0].name == "clone" && events[1].name == "execve")
            #expect(events[0].task.isContainerStart && events[1].texts["env"] != nil)
            let exec = try #require(events.first { $0.exec.isPresent })
            #expect(exec.binaryPath.hasSuffix("/touch"))
            #expect(exec.texts["args"] == "/bin/foo" && exec.texts["comm"] == "touch")
            let open = try #require(
                events.first {
                    $0.name == "openat" && $0.texts["name"] == "/bin/foo" && $0.code == 307
                })
            #expect(open.integers["dirfd"] == -100 && open.integers["fd"] ?? -1 >= 0)
            #expect(open.integers["flags"].map { $0 & 7 } == 6)
            #expect(events.last?.name == "procexit")
        }
    }

    @Test func hostileBytesNeverTrap() {
        var generator = SeededGenerator(seed: 20_260_823)
        var samples: [[UInt8]] = []
        for capture in SharedFiles.captures() {
            let datagrams = SharedFiles.datagrams(of: capture.path)
            for index in stride(from: 0, to: datagrams.count, by: max(1, datagrams.count / 40)) {
                samples.append(datagrams[index])
            }
        }
        if samples.isEmpty { return }
        var mapper = EventMapper(architecture: .x8664)
        var arm = EventMapper(architecture: .arm64)
        var mappedCount = 0
        for _ in 0..<30_000 {
            var datagram = samples[generator.below(samples.count)]
            // Another type over the same payload meets fields of the wrong meaning.
            if generator.once(in: 3) { datagram[2] = UInt8(1 + generator.below(38)) }
            for _ in 0...generator.below(4) {
                datagram[8 + generator.below(max(1, datagram.count - 8))] =
                    UInt8(truncatingIfNeeded: generator.next())
            }
            mappedCount += MappedEvent.all(of: datagram, &mapper)?.count ?? 0
            mappedCount += MappedEvent.all(of: datagram, &arm)?.count ?? 0
        }
        #expect(mappedCount > 5000)
    }
}
