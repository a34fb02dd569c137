import Alerts
import Engine
import Glibc
import Rules
import Testing

/// A folder with files of a test.
private final class ConfigFolder {
    let path: String

    init() throws {
        var template = Array("/tmp/gvfast-config-XXXXXX".utf8CString)
        try #require(unsafe mkdtemp(&template) != nil)
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { _ = unsafe system("rm -rf '\(path)'") }

    @discardableResult func write(_ name: String, _ text: String) throws -> String {
        let file = path + "/" + name
        guard let handle = unsafe fopen(file, "w") else { throw ConfigNode.Failure(file) }
        unsafe fputs(text, handle)
        unsafe fclose(handle)
        return file
    }
}

@Suite struct ConfigFileTests {
    @Test func includedFilesExtendListsAndReplaceOtherKeys() throws {
        let folder = try ConfigFolder()
        unsafe mkdir(folder.path + "/d", 0o700)
        try folder.write("d/2.yaml", "priority: error\nrules_files: [c]\n")
        try folder.write("d/1.yaml", "priority: notice\nrules_files: [b]\n")
        try folder.write("d/ignored.txt", "priority: [\n")
        let main = try folder.write(
            "main.yaml",
            "config_files: [\(folder.path)/d, \(folder.path)/none]\npriority: debug\n"
                + "rules_files: [a]\njson_output: true\n")
        let file = try ConfigFile(path: main)
        let settings = try EngineSettings(file.config)
        #expect(settings.rulesPaths == ["a", "b", "c"])
        #expect(settings.priority == .error)
        #expect(settings.output.isJSON)
        #expect(file.paths == [main, folder.path + "/d/1.yaml", folder.path + "/d/2.yaml"])
        #expect(file.notes.count == 1)
        #expect(settings.unknownKeys.isEmpty)
    }

    @Test func strategiesDecideWhatWins() throws {
        let folder = try ConfigFolder()
        try folder.write("more.yaml", "rules_files: [b]\npriority: error\njson_output: true\n")
        func settings(_ strategy: String) throws -> EngineSettings {
            let main = try folder.write(
                "main.yaml",
                "config_files: [{path: \(folder.path)/more.yaml, strategy: \(strategy)}]\n"
                    + "rules_files: [a]\npriority: debug\n")
            return try EngineSettings(try ConfigFile(path: main).config)
        }
        #expect(try settings("append").rulesPaths == ["a", "b"])
        #expect(try settings("append").priority == .error)
        #expect(try settings("override").rulesPaths == ["b"])
        #expect(try settings("add-only").rulesPaths == ["a"])
        #expect(try settings("add-only").priority == .debug)
        #expect(try settings("add-only").output.isJSON)
        #expect(throws: ConfigNode.Failure.self) { try settings("other") }
    }

    @Test func includedFilesCannotInclude() throws {
        let folder = try ConfigFolder()
        let inner = try folder.write("inner.yaml", "config_files: [x]\n")
        let main = try folder.write("main.yaml", "config_files: [\(inner)]\n")
        #expect(throws: ConfigNode.Failure.self) { try ConfigFile(path: main) }
    }

    @Test func whatIsWrongIsNamed() throws {
        let folder = try ConfigFolder()
        let broken = try folder.write("broken.yaml", "a: [1,\nb: {\n")
        #expect(throws: ConfigNode.Failure.self) { try ConfigFile(path: broken) }
        #expect(throws: ConfigNode.Failure("/none.yaml: No such file or directory")) {
            try ConfigFile(path: "/none.yaml")
        }
    }

    @Test(arguments: [
        ("a${X}b", "a1b"), ("${X}${Y}", "12 3"), ("${NONE}", ""), ("$${X}", "${X}"),
        ("$X ${X", "$X ${X"), ("$", "$"), ("$$", "$$"), ("plain", "plain"), ("${}", ""),
        ("$$${X}", "$${X}"),
    ])
    func variablesAreReplacedInScalars(text: String, expected: String) {
        let values = ["X": "1", "Y": "2 3"]
        let node = ConfigNode.map(["${X}": .list([.scalar(text)])])
        let expanded = node.expandingEnvironment { values[$0] }
        #expect(expanded == .map(["${X}": .list([.scalar(expected)])]))
    }

    @Test func theFeedIsThatOfItsKind() throws {
        func feed(_ yaml: String) throws -> FeedSettings {
            try EngineSettings(ConfigNode(yaml: "engine: " + yaml)).feed
        }
        let gvisor = try feed("{kind: gvisor, gvisor: {config: /c, root: \"\"}, kmod: {x: 1}}")
        #expect(gvisor.gvisorConfigPath == "/c" && gvisor.gvisorRoot == nil)
        let replay = try feed("{kind: replay, replay: {capture_file: /d}, gvisor: {config: /c}}")
        #expect(replay.capturePath == "/d" && replay.gvisorConfigPath == nil)
        #expect(try feed("{kind: modern_ebpf, modern_ebpf: {cpus_for_each_buffer: 2}}") == .init())
        for wrong in ["{kind: gvisor}", "{kind: replay, replay: {}}", "{kind: other}", "{x: 1}"] {
            #expect(throws: ConfigNode.Failure.self, "\(wrong)") { try feed(wrong) }
        }
    }

    @Test func channelsAreThoseThatAreEnabled() throws {
        func names(_ yaml: String) throws -> [String] {
            try EngineSettings(ConfigNode(yaml: yaml)).channels.makeSinks().map(\.name)
        }
        #expect(try names("") == ["stdout"])
        #expect(try names("syslog_output: {enabled: true}") == ["syslog"])
        #expect(
            try names("syslog_output: {enabled: true}\nstdout_output: {enabled: true}")
                == ["stdout", "syslog"])
        #expect(
            try names("file_output: {enabled: true, keep_alive: true, filename: /dev/null}")
                == ["file"])
        #expect(
            try names("program_output: {enabled: true, program: cat, keep_alive: false}")
                == ["program"])
        for wrong in [
            "stdout_output: {enabled: false}", "file_output: {enabled: true}",
            "program_output: {enabled: true}", "stdout_output: true",
            "stdout_output: {enabled: maybe}", "file_output: {enable: true}",
            "file_output: {enabled: true, filename: /nonexistent/x}",
        ] {
            #expect(throws: ConfigNode.Failure.self, "\(wrong)") { try names(wrong) }
        }
    }

    /// What is wrong and where, from the file that had the last word.
    @Test func errorsSayTheirPlace() throws {
        let folder = try ConfigFolder()
        let more = try folder.write(
            "more.yaml", "priority: loud\nmetrics:\n  interval: never\nrules: [x]\n")
        let main = try folder.write(
            "main.yaml",
            "priority: debug\njson_output:   7\nfile_output:\n  keep_alive: 9\n"
                + "rules: [y]\nconfig_files: [\(more)]\n")
        let places = try ConfigFile(path: main).places
        func located(_ text: String) -> String {
            places.located(ConfigNode.Failure(text)).description
        }
        #expect(located("priority: found") == "\(more):1:11: priority: found")
        #expect(located("json_output: found") == "\(main):2:16: json_output: found")
        #expect(located("metrics.interval: found") == "\(more):3:13: metrics.interval: found")
        #expect(located("file_output is enabled") == "\(main):4:3: file_output is enabled")
        #expect(located("file_output.x: y") == "\(main):4:3: file_output.x: y")
        // a list of both files, a key of neither, no key at all
        for text in ["rules: found", "http_output: found", "no output is enabled", ""] {
            #expect(located(text) == text)
        }
        var changed = places
        changed.forget(option: "metrics.interval=x")
        #expect(
            changed.located(ConfigNode.Failure("metrics.interval: y")).description
                == "\(more):3:3: metrics.interval: y")
        changed.forget(option: "metrics={}")
        #expect(
            changed.located(ConfigNode.Failure("metrics.interval: y")).description
                == "metrics.interval: y")
        let broken = try folder.write("broken.yaml", "a: b\n  c: d\n")
        #expect {
            try ConfigFile(path: broken)
        } throws: {
            "\($0)".hasPrefix("\(broken):2:4: ")
        }
    }
}
