import Engine
import Foundation
import Rules
import Testing
import gvfast

/// When rules and configuration are read again.
@Suite struct RulesReloaderTests {
    private func loaded(_ path: String) throws -> LoadedProgram {
        let settings = try EngineSettings(.null)
        let loader = RulesLoading.loader(settings)
        return LoadedProgram(
            program: try EngineProgram(loader.ruleSet, settings: settings), summary: "none",
            watch: FileWatch([path]))
    }

    @Test func aChangeWhileFilesAreReadIsNoticed() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("a.yaml", "one")
        let other = try folder.write("b.yaml", "one")
        var texts: [String] = []
        let reloader = RulesReloader(
            watch: FileWatch([file]),
            load: { _ in
                texts.append(try String(contentsOfFile: file, encoding: .utf8))
                let loaded = try loaded(texts.count == 3 ? other : file)
                if texts.count < 3 {
                    let text = "two \(texts.count)"
                    try text.write(toFile: file, atomically: true, encoding: .utf8)
                }
                return loaded
            }, use: { _ in }, fail: { _ in })
        reloader.reload()
        for _ in 0..<8 { reloader.tick() }
        #expect(texts == ["one", "two 1", "two 2"])
        #expect(reloader.reloadCount == 3)
    }

    @Test func whatWasRefusedIsNotReadAgainBeforeItChanges() throws {
        struct Refused: Error {}
        let folder = try TemporaryFolder()
        let file = try folder.write("a.yaml", "one")
        let reloader = RulesReloader(
            watch: FileWatch([file]), load: { _ in throw Refused() }, use: { _ in },
            fail: { _ in })
        _ = try folder.write("a.yaml", "wrong")
        // as at SIGHUP
        reloader.reload()
        for _ in 0..<4 { reloader.tick() }
        #expect(reloader.failureCount == 1)
        _ = try folder.write("a.yaml", "wrong again")
        for _ in 0..<4 { reloader.tick() }
        #expect(reloader.failureCount == 2)
    }
}
