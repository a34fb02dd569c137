import Core
import Events
import Foundation
import State
import Testing

/// A recording without losses leaves nothing to heal.
@Suite struct HealingTests {
    @Test(arguments: GoldenTests.folders, GoldenTests.names)
    func aCompleteStreamIsNeverCorrected(_ folder: String, _ name: String) throws {
        guard let capture = CaptureStream.shared("captures/\(folder)/\(name).trace") else { return }
        var stream = CaptureStream()
        stream.run(CaptureStream.datagrams(of: capture)) { _, _, _ in }
        let counters = stream.table.counters(of: stream.sandbox)
        // Names and credentials change by calls that only raw points show; a symbolic link makes
        // `fd_path` differ; descriptors from before the start are first seen by their use.
        let harmless: Set<StateCounter> = [
            .threadsAnnounced, .threadsExited, .namesCorrected, .credentialsCorrected,
            .descriptorsRenamed, .descriptorsFirstSeen,
        ]
        for counter in StateCounter.allCases where !harmless.contains(counter) {
            #expect(counters[counter] == 0, "\(counter)")
        }
        #expect(counters[.threadsAnnounced] == counters[.threadsExited])
        #expect(stream.table.threads.count == 0)
        stream.table.closeSandbox(stream.sandbox)
        #expect(stream.table.threads.count == 0)
        #expect(stream.table.descriptors.count == 0)
        #expect(stream.table.symbols.count == 2)
    }
}
