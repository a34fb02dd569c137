import ArgumentParser
import GVisor
import Glibc

/// The entry: takes the command line apart, tells errors Falco's way (one line, exit code 1).
@main
enum Main {
    static func main() {
        StandardDescriptors.occupy()
        signal(SIGPIPE, SIG_IGN)
        do {
            var command = try GvfastCommand.parseAsRoot(
                ArgumentSpelling.rewrite(Array(CommandLine.arguments.dropFirst())))
            try command.run()
        } catch {
            exit(withStatus: report(error))
        }
    }

    /// Prints what the user should read of an error and answers the exit status.
    private static func report(_ error: any Error) -> Int32 {
        if let failure = error as? CommandFailure {
            if !failure.message.isEmpty { Console.error("Error: \(failure.message)") }
            return failure.status
        }
        if GvfastCommand.exitCode(for: error) == .success {
            // Help: what was asked for, on standard output.
            Console.output(GvfastCommand.fullMessage(for: error))
            return 0
        }
        let message = GvfastCommand.message(for: error)
        let line = message.split(separator: "\n").first.map(String.init) ?? "unknown error"
        Console.error("Error: \(line) (see gvfast --help)")
        return 1
    }

    private static func exit(withStatus status: Int32) -> Never { Glibc.exit(status) }
}

/// The descriptors 0, 1 and 2.
enum StandardDescriptors {
    /// Takes those that whoever started us has closed: else a socket of ours could be number 1, and
    /// alerts would go to a sandbox. What is written to them is refused and counted.
    static func occupy() {
        while true {
            let fd = unsafe open("/dev/null", O_RDONLY)
            if fd > 2 { close(fd) }
            if fd < 0 || fd >= 2 { return }
        }
    }
}

/// An end with a message for the user; an empty one has been told already.
struct CommandFailure: Error, CustomStringConvertible {
    let message: String
    var description: String { message }
    var status: Int32 = 1

    init(_ message: String, status: Int32 = 1) {
        self.message = message
        self.status = status
    }
}

/// Falco's command line has options whose value is optional and then must follow `=`.
enum ArgumentSpelling {
    private static let defaults = [
        "--gvisor-generate-config": SessionGenerator.defaultEndpoint,
        "--list": "syscall",
    ]

    static func rewrite(_ arguments: [String]) -> [String] {
        arguments.map { argument in
            defaults[argument].map { "\(argument)=\($0)" } ?? argument
        }
    }
}
