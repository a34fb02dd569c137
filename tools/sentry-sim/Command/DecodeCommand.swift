import ArgumentParser
import SentrySim

/// `sentry-sim decode`: what a capture says.
struct DecodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decode", abstract: "Prints the messages of captures.")

    @Argument(help: "Capture files.")
    var captures: [String]

    @Flag(help: "Print JSON lines.")
    var json = false

    func run() throws {
        let printer = MessagePrinter(isJSON: json)
        for capture in captures {
            for (index, datagram) in try CaptureFile.read(capture).enumerated() {
                print(printer.line(datagram, index: index))
            }
        }
    }
}
