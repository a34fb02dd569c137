import Foundation
import GVisor
import SentrySim
import TestSupport
import Testing

/// The program as a user meets it.
@Suite struct CommandTests {
    private func run(_ arguments: [String]) throws -> ChildProcess.Outcome {
        try ChildProcess.run(
            [BuiltProgram.path("sentry-sim")] + arguments, timeoutMillis: 60_000)
    }

    @Test(arguments: [
        ["run", "--endpoint", "s", "--duration=-1"],
        ["run", "--endpoint", "s", "--duration", "nan"],
        ["run", "--endpoint", "s", "--duration", "1e300"],
        ["run", "--endpoint", "s", "--events", "1", "--rate", "inf"],
        ["run", "--endpoint", "s", "--events", "1", "--rate", "nan"],
        ["run", "--endpoint", "s", "--events", "1", "--threads", "0"], ["run", "--events", "1"],
        ["record", "--endpoint", "s", "--discard", "--connections", "0"],
        ["record", "--endpoint", "s"], ["generate", "--sandboxes", "0", "x"],
        ["fuzz", "--endpoint", "s", "--pid=-1"],
        ["fuzz", "--endpoint", "s", "--pid", "1", "--target", "true"],
        ["replay", "--copies", "0", "--endpoint", "s", "x"],
    ])
    func numbersOutOfRangeAreWrongUse(_ arguments: [String]) throws {
        let outcome = try run(arguments)
        #expect(outcome.ending == .exited(64), "\(outcome.errorLine)")
    }

    @Test func shareOfTheLargestNumberOfMessagesIsANumber() throws {
        let outcome = try run(
            ["run", "--endpoint", "/nowhere/s", "--events", "\(Int.max)", "--sandboxes", "2"])
        #expect(outcome.ending == .exited(1))
        #expect(outcome.errorLine.contains("No such file"))
    }

    /// Neither a recorder nor the search for failing cases removes what is no socket.
    @Test func aFileInTheSocketsPlaceStays() throws {
        let folder = try SimFolder()
        let path = folder.path + "/s"
        try TextFile.write("precious", to: path)
        for arguments in [
            ["record", "--discard", "--endpoint", path],
            ["fuzz", "--endpoint", path, "--target", "sleep 60"],
        ] {
            let outcome = try run(arguments)
            #expect(outcome.ending == .exited(1))
            #expect(outcome.errorLine.contains("no socket"))
            #expect(try TextFile.read(path) == "precious")
        }
    }

    /// A recorder that was killed leaves a capture that ends inside a record.
    @Test func messagesBeforeTheCutAreDecoded() throws {
        let folder = try SimFolder()
        let made = try folder.generate("a", .web, events: 300)
        let capture = try SimFolder.captures(made.folder)[0]
        let bytes = SharedFiles.read(capture)
        try Data(bytes.dropLast(11)).write(to: URL(fileURLWithPath: capture))
        let outcome = try run(["decode", capture])
        #expect(outcome.ending == .exited(1) && outcome.errorLine.contains("ends inside"))
        let count = made.report["messages"] as? Int ?? 0
        #expect(outcome.output.count { $0 == 10 } == count - 1)
    }

    @Test func capturesOfAnotherRunAreNotMixedIn() throws {
        let folder = try SimFolder()
        _ = try folder.generate("a", .idle, sandboxes: 3, events: 300)
        _ = try folder.generate("a", .idle, sandboxes: 3, events: 300, seed: 2)
        #expect(throws: SimError.self) {
            try folder.generate("a", .idle, sandboxes: 2, events: 300)
        }
    }

    /// In a copy nothing names the sandbox that it is a copy of, nor the containers of the others
    /// at the ends of its pipes.
    @Test func copiesNameNoContainerOfTheOriginal() throws {
        let folder = try SimFolder()
        let made = try folder.generate("a", .shell, .r202608, events: 20_000)
        let capture = try SimFolder.captures(made.folder)[0]
        let sandboxes = made.report["sandboxes"] as? [[String: Any]]
        let id = Array((sandboxes?.first?["container"] as? String ?? "?").utf8.prefix(8))
        let original = SharedFiles.datagrams(of: capture)
        let copies = ContainerRenamer(copy: 3).rename(original)
        #expect(original.contains { Data($0).range(of: Data(id)) != nil })
        for (index, copy) in copies.enumerated() {
            try #require(Data(copy).range(of: Data(id)) == nil, "message \(index)")
            #expect(copy.count == original[index].count)
        }
        // What no longer is protobuf goes on as it was.
        let broken: [UInt8] = [8, 0, 7, 0, 0, 0, 0, 0, 0x08, 0x01, 0xFF]
        #expect(ContainerRenamer(copy: 3).rename([broken]) == [broken])
    }
}
