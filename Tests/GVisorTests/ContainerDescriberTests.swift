import Foundation
import GVisor
import TestSupport
import Testing

/// Looks that fail, their repetition and what is counted.
@Suite(.serialized) struct ContainerDescriberTests {
    private static let second: UInt64 = 1_000_000_000

    private final class Run {
        var describer: ContainerDescriber
        var told: [ContainerDescription] = []
        var reports: [String] = []

        init(_ sources: ContainerSources) {
            describer = ContainerDescriber(
                runsc: Runsc(program: "/nonexistent/runsc"), sources: sources)
        }

        /// Everything that is due at that second; how many looks that were.
        func step(second: UInt64) -> Int {
            var count = 0
            while describer.step(
                nowNanos: second * ContainerDescriberTests.second,
                tell: { self.told.append($0) }, report: { self.reports.append($0) })
            {
                count += 1
            }
            return count
        }
    }

    @Test func whatNobodyKnowsIsLookedUpAgainAndGivenUp() throws {
        let run = Run(.nowhere)
        run.describer.add(["a"])
        #expect(run.describer.waitMillis(0) == 0)
        // The first look, then 1, 2, 4, 8 and 16 seconds after the one before.
        var looks: [UInt64] = []
        for second in 0...100 as ClosedRange<UInt64> where run.step(second: second) > 0 {
            looks.append(second)
        }
        #expect(looks == [0, 1, 3, 7, 15, 31])
        #expect(run.describer.waitMillis(0) == -1)
        #expect(run.describer.counters.lookupCount == 6)
        #expect(run.describer.counters.unknownCount == 6)
        #expect(run.describer.counters.retriedCount == 5)
        #expect(run.describer.counters.abandonedCount == 1)
        #expect(run.describer.counters.describedCount == 0)
        #expect(run.told.isEmpty)
    }

    @Test func whatIsWrittenLateIsFound() throws {
        let tree = try RuntimeTree()
        let run = Run(tree.sources())
        run.describer.add([RuntimeTree.id])
        #expect(run.step(second: 0) == 1)
        #expect(run.told.isEmpty)
        #expect(run.describer.waitMillis(0) == 1_001)
        try tree.writeDocker()
        #expect(run.step(second: 1) == 1)
        #expect(run.told.map(\.name) == ["jolly_hopper"])
        #expect(run.step(second: 100) == 0)
        #expect(run.describer.counters.describedCount == 1)
        #expect(run.describer.counters.abandonedCount == 0)
    }

    /// One wait for the daemon, not one per container; the files' part is told at once.
    @Test func aDaemonThatHangsIsWaitedForOnce() throws {
        let tree = try RuntimeTree()
        let ids = (0..<5).map { String(repeating: "0\($0)", count: 32) }
        for id in ids { try tree.writeDocker(id: id, name: "n") }
        try FileManager.default.removeItem(atPath: tree.folder + "/docker/image")
        let image = "/images/sha256:\(RuntimeTree.imageID)/json"
        let docker = try FakeDocker(path: tree.socket, [image: .silence])
        defer { docker.stop() }
        var sources = tree.sources(asksDaemon: true)
        sources.timeoutMillis = 50
        let run = Run(sources)
        run.describer.add(ids)
        #expect(run.step(second: 0) == 5)
        #expect(run.told.map(\.name) == ["n", "n", "n", "n", "n"])
        #expect(docker.questions == [image])
        #expect(run.describer.counters.failedCount == 5)
        #expect(
            run.reports == [
                "\(tree.socket): no answer in time", "\(tree.socket): not asked again yet",
            ])
        // It is asked again in time, and its answer completes all of them.
        docker.answer(
            image, .json("{\"RepoTags\":[],\"RepoDigests\":[\"shop@\(RuntimeTree.digest)\"]}"))
        run.told = []
        #expect(run.step(second: 1) == 5)
        #expect(run.told.last?.imageDigest == RuntimeTree.digest)
        #expect(run.told.count == 10)
        #expect(run.step(second: 100) == 0)
        #expect(run.describer.counters.describedCount == 5)
        #expect(run.describer.counters.retriedCount == 5)
    }

    @Test(arguments: [FakeDocker.Answer.flood, .raw("nonsense"), .status(500)])
    func aBrokenDaemonIsAskedABoundedNumberOfTimes(_ answer: FakeDocker.Answer) throws {
        let tree = try RuntimeTree()
        let docker = try FakeDocker(
            path: tree.socket, ["/containers/\(RuntimeTree.id)/json": answer])
        defer { docker.stop() }
        var sources = tree.sources(asksDaemon: true)
        sources.timeoutMillis = 20_000
        let run = Run(sources)
        run.describer.add([RuntimeTree.id])
        for second in 0...100 as ClosedRange<UInt64> { _ = run.step(second: second) }
        #expect(run.told.isEmpty)
        #expect(run.describer.counters.lookupCount == 6)
        #expect(run.describer.counters.failedCount == 6)
        #expect(run.describer.counters.abandonedCount == 1)
        #expect(docker.questions.count > 1)
        #expect(docker.questions.count <= 6)
    }

    @Test func newContainersGoBeforeThoseThatFailed() throws {
        let tree = try RuntimeTree()
        try tree.writeDocker()
        let run = Run(tree.sources())
        run.describer.add(["late"])
        #expect(run.step(second: 0) == 1)
        run.describer.add([RuntimeTree.id])
        var first: [String] = []
        _ = run.describer.step(
            nowNanos: 5 * Self.second, tell: { first.append($0.id) }, report: { _ in })
        #expect(first == [RuntimeTree.id])
        #expect(run.step(second: 5) == 1)
    }
}
