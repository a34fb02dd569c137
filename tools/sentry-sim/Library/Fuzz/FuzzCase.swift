/// What one connection of a fuzz case does, step by step.
package struct FuzzCase: Sendable, Equatable {
    /// One step.
    package enum Action: Sendable, Equatable {
        /// Connects and sends these bytes as its handshake; nil: connects and says nothing.
        case connect([UInt8]?)
        /// Sends one datagram.
        case send([UInt8])
        /// Waits so many milliseconds.
        case wait(Int)
        /// Closes the connection.
        case close
        /// Leaves the connection open behind and forgets it until the run ends.
        case abandon
    }

    /// Which layer it attacks.
    package var layer: FuzzLayer
    package var actions: [Action]

    package init(layer: FuzzLayer, actions: [Action]) {
        self.layer = layer
        self.actions = actions
    }
}

/// Where a case does wrong.
package enum FuzzLayer: String, CaseIterable, Sendable {
    case handshake, header, protobuf, semantics, timing
}

extension FuzzCase {
    /// One line per step, bytes in hexadecimal.
    package var text: String {
        var lines = ["layer \(layer.rawValue)"]
        for action in actions {
            switch action {
            case .connect(nil): lines.append("connect silent")
            case .connect(let bytes?): lines.append("connect " + Self.hex(bytes))
            case .send(let bytes): lines.append("send " + Self.hex(bytes))
            case .wait(let millis): lines.append("wait \(millis)")
            case .close: lines.append("close")
            case .abandon: lines.append("abandon")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Reads what `text` gives; several cases may follow each other.
    package static func parse(_ text: String) throws(SimError) -> [FuzzCase] {
        var cases: [FuzzCase] = []
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 1).map(String.init)
            let rest = words.count > 1 ? words[1] : ""
            if words[0] == "layer", let layer = FuzzLayer(rawValue: rest) {
                cases.append(FuzzCase(layer: layer, actions: []))
                continue
            }
            guard !cases.isEmpty else { throw SimError("a case begins with its layer") }
            cases[cases.count - 1].actions.append(try action(words[0], rest))
        }
        return cases
    }

    private static func action(_ word: String, _ rest: String) throws(SimError) -> Action {
        switch word {
        case "connect": .connect(rest == "silent" ? nil : try bytes(rest))
        case "send": .send(try bytes(rest))
        case "wait": .wait(Int(rest) ?? 0)
        case "close": .close
        case "abandon": .abandon
        default: throw SimError("no step of a case: \(word)")
        }
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func bytes(_ hex: String) throws(SimError) -> [UInt8] {
        let digits = hex.compactMap(\.hexDigitValue)
        guard digits.count == hex.count, digits.count % 2 == 0 else {
            throw SimError("not hexadecimal: \(hex.prefix(40))")
        }
        return stride(from: 0, to: digits.count, by: 2).map {
            UInt8(digits[$0] << 4 | digits[$0 + 1])
        }
    }
}
