import Testing

/// The arrows between modules point one way, and the hot path stays free of what costs.
@Suite struct ArchitectureTests {
    /// What each module may import of the package itself.
    static let allowedImports: [String: Set<String>] = [
        "Core": ["CLinux"],
        "Decode": ["Core"],
        "Events": ["Core", "Decode"],
        "State": ["Core", "Decode", "Events"],
        "Rules": ["Core", "Decode", "Events", "State", "CRE2"],
        "Ingest": ["Core", "CLiburing", "CLinux"],
        "GVisor": [],
        "Alerts": ["Core", "CLinux"],
        "Engine": [
            "Core", "CLinux", "Ingest", "Decode", "Events", "State", "Rules", "Alerts",
        ],
        "gvfast": [
            "Core", "CLinux", "Ingest", "Events", "State", "Rules", "Alerts", "Engine", "GVisor",
        ],
        "Bench": [
            "Core", "Ingest", "Decode", "Events", "State", "Rules", "Alerts", "Engine",
            "CSentryWire", "CLinux", "BenchSupport",
        ],
        "BenchSupport": ["Core", "Ingest", "Rules"],
        "sentry-sim": ["Core", "Ingest", "GVisor", "CSentryWire", "CLinux", "CLiburing"],
    ]

    /// Modules whose code runs for every event: Foundation has no business there.
    static let hotModules: Set<String> = ["Core", "Decode", "Events", "State", "Ingest"]

    /// Files that run for every event and hold nothing else.
    static let hotFiles = [
        "Sources/Decode/Messages/", "Sources/State/ThreadRow.swift",
        "Sources/State/DescriptorRow.swift", "Sources/State/EventBinding.swift",
        "Sources/Events/SyscallEvent.swift", "Sources/Events/TaskContext.swift",
        "Sources/Engine/Shard/EventPipeline+Event.swift",
        "Sources/Engine/Shard/EventPipeline+Alert.swift",
    ]

    private static let sources = SourceTree.files("Sources") + SourceTree.files("tools")

    /// The module names that the import lines of a file name.
    private static func imports(of file: SourceFile) -> [String] {
        file.lines.compactMap { line in
            let words = line.split(separator: " ")
            guard let at = words.firstIndex(of: "import"), at <= 2, at + 1 < words.count else {
                return nil
            }
            guard at == 0 || words[0].hasPrefix("@") || words[0].allSatisfy(\.isLetter) else {
                return nil
            }
            return String(words[at + 1].prefix { $0 != "." })
        }
    }

    @Test func modulesImportOnlyWhatStandsBelowThem() {
        let own = Set(Self.allowedImports.keys).union([
            "CLiburing", "CLinux", "CRE2", "CSentryWire", "TestSupport",
        ])
        var wrong: [String] = []
        for file in Self.sources {
            guard let allowed = Self.allowedImports[file.module] else {
                wrong.append("\(file.path): module \(file.module) is not in the table")
                continue
            }
            for name in Self.imports(of: file) where own.contains(name) && !allowed.contains(name) {
                wrong.append("\(file.path): imports \(name)")
            }
        }
        #expect(wrong.isEmpty, "\(wrong.joined(separator: "\n"))")
    }

    @Test func hotModulesDoNotUseFoundation() {
        let wrong = Self.sources.filter {
            Self.hotModules.contains($0.module) && Self.imports(of: $0).contains("Foundation")
        }
        #expect(wrong.isEmpty, "\(wrong.map(\.path).joined(separator: "\n"))")
    }

    @Test func hotFilesHoldNoStringAndNoExistential() {
        let files = Self.sources.filter { file in
            Self.hotFiles.contains { file.path.hasPrefix($0) }
        }
        #expect(files.count > 40)
        let wrong = files.flatMap { file in
            file.lines.enumerated().compactMap { index, line -> String? in
                let code = line.prefix { $0 != "/" }
                let words = code.split { !$0.isLetter && !$0.isNumber && $0 != "_" }
                let isBad = words.contains("String") || words.contains("any")
                return isBad ? "\(file.path):\(index + 1)" : nil
            }
        }
        #expect(wrong.isEmpty, "\(wrong.joined(separator: "\n"))")
    }
}
