// swift-tools-version: 6.2
import PackageDescription

let common: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableExperimentalFeature("Lifetimes"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

/// A library of the project: one folder of `Sources`, the common settings.
func module(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: common)
}

/// Optimised in debug builds as well.
let optimised: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// The tests of one module; all of them may use the builders in TestSupport.
func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(
        name: name, dependencies: dependencies + ["TestSupport"], swiftSettings: common)
}

let argumentParser = Target.Dependency.product(
    name: "ArgumentParser", package: "swift-argument-parser")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
    name: "gvfast",
    products: [
        .executable(name: "gvfast", targets: ["gvfast"]),
        .executable(name: "gvbench", targets: ["gvbench"]),
        .executable(name: "sentry-sim", targets: ["sentry-sim"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // C surfaces
        .systemLibrary(
            name: "CLiburing", pkgConfig: "liburing", providers: [.apt(["liburing-dev"])]),
        .target(name: "CLinux", publicHeadersPath: "include"),
        .target(
            name: "CRE2", publicHeadersPath: "include", linkerSettings: [.linkedLibrary("re2")]),
        .target(
            name: "CSentryWire", publicHeadersPath: "include",
            linkerSettings: [.linkedLibrary("protobuf-c")]),

        // counts heap allocations in tests and benchmarks
        .target(name: "CAllocations", publicHeadersPath: "include"),

        // libraries, each importing only what stands above it
        module("Core", ["CLinux"]),
        module("Decode", ["Core"]),
        module("Events", ["Core", "Decode"]),
        module("State", ["Core", "Decode", "Events"]),
        module("Rules", ["Core", "Events", "State", "CRE2", yams]),
        module("Ingest", ["Core", "CLiburing", "CLinux"]),
        module("GVisor", []),
        module("Alerts", ["Core", "CLinux"]),
        module(
            "Engine",
            ["Core", "CLinux", "Ingest", "Decode", "Events", "State", "Rules", "Alerts", yams]),

        // what benchmarks are made of
        module("BenchSupport", ["Core", "Ingest", "Rules", "SentrySim"]),

        // programs
        .executableTarget(
            name: "gvfast",
            dependencies: [
                "Core", "Ingest", "Events", "Rules", "Alerts", "Engine", "GVisor", "CLinux",
                argumentParser,
            ],
            swiftSettings: common),
        .executableTarget(
            name: "gvbench",
            dependencies: [
                "Core", "CLinux", "Decode", "Events", "State", "Rules", "Ingest", "Alerts",
                "Engine",
                "CSentryWire", "SentrySim", "CAllocations", "BenchSupport", argumentParser,
            ],
            path: "Sources/Bench", swiftSettings: common),
        .target(
            name: "SentrySim",
            dependencies: ["Core", "Ingest", "CSentryWire", "GVisor", "CLinux", "CLiburing"],
            path: "tools/sentry-sim/Library", swiftSettings: common),
        .executableTarget(
            name: "sentry-sim", dependencies: ["SentrySim", "GVisor", argumentParser],
            path: "tools/sentry-sim/Command", swiftSettings: common),

        // tests
        .target(
            name: "TestSupport",
            dependencies: [
                "CAllocations",
                "Core", "Decode", "Events", "State", "Rules", "Ingest", "CSentryWire", "CLinux",
                "GVisor", "Alerts", "Engine", yams,
            ],
            path: "Tests/TestSupport", swiftSettings: common),
        .testTarget(name: "TidyTests", swiftSettings: common),
        tests("CoreTests", ["Core"]),
        tests("DecodeTests", ["Decode", "CSentryWire"]),
        tests("EventsTests", ["Events", "Decode"]),
        .testTarget(
            name: "StateTests",
            dependencies: ["State", "Events", "Decode", "TestSupport", yams],
            swiftSettings: common + optimised),
        tests(
            "RulesTests",
            ["Rules", "State", "Events", "Alerts", "Core", "Engine", "BenchSupport", yams]),
        tests("IngestTests", ["Ingest"]),
        tests("GVisorTests", ["GVisor"]),
        tests("AlertsTests", ["Alerts", "Core", "CLinux"]),
        tests(
            "EngineTests",
            ["Core", "Decode", "Events", "State", "Rules", "Ingest", "Alerts", "Engine"]),
        tests("SentrySimTests", ["SentrySim", "GVisor", "Decode", "CSentryWire"]),
        tests("GvfastTests", ["Core", "CLinux", "Ingest", "Engine", "GVisor", "gvfast"]),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)

// Micro-benchmarks bring a package that takes minutes to build: only with GVFAST_BENCHMARKS=1. Its
// traits are off, as they ask for another allocator.
if Context.environment["GVFAST_BENCHMARKS"] != nil {
    package.dependencies.append(
        .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []))
    package.targets.append(
        .executableTarget(
            name: "PartBenchmarks",
            dependencies: [
                "Core", "Decode", "Events", "Ingest", "Rules", "Engine", "BenchSupport",
                .product(name: "Benchmark", package: "benchmark"),
            ],
            path: "Benchmarks/PartBenchmarks", swiftSettings: common,
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]))
}

// Fuzz targets need sanitizers and would slow every build: only with GVFAST_FUZZ=1.
if Context.environment["GVFAST_FUZZ"] != nil {
    package.targets.append(
        .executableTarget(
            name: "FuzzRules", dependencies: ["Rules"], path: "Tests/Fuzz/FuzzRules",
            swiftSettings: common + [.unsafeFlags(["-parse-as-library"])]))
}
