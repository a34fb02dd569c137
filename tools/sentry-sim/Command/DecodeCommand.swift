import ArgumentParser
import SentrySim

/// `sentry-sim decode`: what a capture says.
struct DecodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decode", abstract: "Prints the messages of captures.")

    @Argument(help: "Capture files, or folders of them.")
    var captures: [String]

    @Flag(help: "Print JSON lines.")
    var json = false

    @Flag(help: "Print one JSON object of numbers over all captures instead.")
    var summary = false

    func run() throws {
        let captures = try captures.flatMap { try CaptureFile.files(at: $0) }
        if summary {
            var numbers = CaptureSummary()
            for capture in captures {
                try CaptureFile.forEach(capture) { numbers.add($0) }
            }
            print(numbers.json)
            return
        }
        let printer = MessagePrinter(isJSON: json)
        for capture in captures {
            var index = 0
            try CaptureFile.forEach(capture) {
                print(printer.line($0, index: index))
                index += 1
            }
        }
    }
}
