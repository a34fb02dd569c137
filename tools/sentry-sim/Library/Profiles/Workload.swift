/// A program over the model of one sandbox. A step is what belongs together (a request, a command)
/// and leaves no loose end, so that a stream may stop between two steps.
class Workload {
    let sandbox: Sandbox

    init(_ sandbox: Sandbox) { self.sandbox = sandbox }

    /// Container start and everything up to the steady state.
    func begin() {}

    /// One unit of work.
    func step() {}

    /// Names that the steps use again and again, made once.
    func names(_ count: Int, _ name: (Int) -> String) -> [TextID] {
        (0..<count).map { sandbox.world.texts.id(name($0)) }
    }

    /// A program of the container's image.
    func program(
        _ path: String, _ arguments: [String] = [], libraries: [String] = ["libc.so.6"],
        at binaryPath: String? = nil
    ) -> Sandbox.Program {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return Sandbox.Program(
            path: path, arguments: [name] + arguments, binaryPath: binaryPath,
            libraries: libraries)
    }

    /// What a program does when it looks for its language.
    func loadLocale(_ task: Task) {
        sandbox.failOpen(task, "/usr/lib/locale/locale-archive", Sandbox.OpenFlag.closeOnExec)
        sandbox.readFile(task, "/usr/share/locale/locale.alias", byteCount: 2_996)
        for part in Self.localeParts {
            sandbox.failOpen(
                task, "/usr/lib/locale/C.UTF-8/\(part)", Sandbox.OpenFlag.closeOnExec)
            let number = sandbox.open(
                task, "/usr/lib/locale/C.utf8/\(part)", Sandbox.OpenFlag.closeOnExec)
            sandbox.map(
                task, number, length: 50, prot: 1, flags: 2,
                at: 0x7E90_0000_0000 + task.process.mapBase)
            sandbox.close(task, number)
        }
    }

    private static let localeParts = [
        "LC_IDENTIFICATION", "LC_MEASUREMENT", "LC_TELEPHONE", "LC_ADDRESS", "LC_NAME",
        "LC_PAPER", "LC_MESSAGES/SYS_LC_MESSAGES", "LC_MONETARY", "LC_COLLATE", "LC_TIME",
        "LC_NUMERIC", "LC_CTYPE",
    ]

    /// The standard streams at a program's end, as coreutils close them.
    func closeStreams(_ task: Task) {
        sandbox.close(task, 1)
        sandbox.close(task, 2)
    }
}

/// Which program a sandbox runs.
package enum Profile: String, CaseIterable, Sendable {
    case web, build, shell, database, python, idle, attack, mix

    /// What sandbox `index` of a run of this profile runs: `mix` deals the others out.
    func workload(_ sandbox: Sandbox) -> Workload {
        switch self {
        case .web: WebWorkload(sandbox)
        case .build: BuildWorkload(sandbox)
        case .shell: ShellWorkload(sandbox)
        case .database: DatabaseWorkload(sandbox)
        case .python: PythonWorkload(sandbox)
        case .idle: IdleWorkload(sandbox)
        case .attack: AttackWorkload(sandbox)
        case .mix: Self.dealt[sandbox.index % Self.dealt.count].workload(sandbox)
        }
    }

    private static let dealt: [Profile] = [
        .web, .database, .python, .shell, .build, .web, .attack, .database, .idle, .python,
    ]
}
