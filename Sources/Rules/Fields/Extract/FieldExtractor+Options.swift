internal import Core
internal import Events
internal import State

extension FieldExtractor {
    /// `getopt(text, "ab:")`: the option letters found in a command line whose words blanks
    /// separate, as a list; with an index, what follows that option, empty for one without value.
    ///
    /// As the C library's `getopt` reads it: `-ab` is two options, a letter with a colon takes the
    /// rest of its word or the next word, `--` ends the options, other words are passed over.
    mutating func options(
        _ inputs: [CheckedOperand], _ event: borrowing SyscallEvent, _ binding: EventBinding,
        _ state: borrowing StateTable
    ) -> FieldValue {
        let text = value(of: inputs[0], event, binding, state)
        let specification = value(of: inputs[1], event, binding, state)
        if text.isMissing || specification.isMissing { return .missing }
        var wanted = BorrowedBytes()
        if inputs.count == 3 { wanted = value(of: inputs[2], event, binding, state).bytes }
        let start = scratch.count
        var words = OptionWords(text.bytes, specification.bytes)
        while let option = words.next() {
            if inputs.count == 2 {
                scratch.append(option.letter)
                scratch.append(UInt8(0))
            } else if wanted.count == 1 && wanted[0] == option.letter {
                return .text(option.value)
            }
        }
        if inputs.count == 3 { return .missing }
        return FieldValue(kind: .list, bytes: scratch.view(from: start))
    }
}

/// Walks over the options of a command line.
private struct OptionWords {
    private let text: BorrowedBytes
    private let specification: BorrowedBytes
    private var offset = 0
    /// What is left of a word with several letters.
    private var letters = BorrowedBytes()

    init(_ text: BorrowedBytes, _ specification: BorrowedBytes) {
        self.text = text
        self.specification = specification
    }

    mutating func next() -> (letter: UInt8, value: BorrowedBytes)? {
        while true {
            while !letters.isEmpty {
                let letter = letters[0]
                letters = letters.dropFirst(1)
                guard letter != UInt8(ascii: ":"),
                    let place = specification.firstIndex(of: letter)
                else { continue }
                let takesValue =
                    place + 1 < specification.count
                    && specification[place + 1] == UInt8(ascii: ":")
                if !takesValue { return (letter, BorrowedBytes()) }
                let value = letters.isEmpty ? word() ?? BorrowedBytes() : letters
                letters = BorrowedBytes()
                return (letter, value)
            }
            guard let word = word() else { return nil }
            guard word.count > 1, word[0] == UInt8(ascii: "-") else { continue }
            if word.count == 2 && word[1] == UInt8(ascii: "-") { return nil }
            letters = word.dropFirst(1)
        }
    }

    private mutating func word() -> BorrowedBytes? {
        while offset < text.count && text[offset] == UInt8(ascii: " ") { offset += 1 }
        if offset == text.count { return nil }
        let end = text.firstIndex(of: UInt8(ascii: " "), from: offset) ?? text.count
        defer { offset = end }
        return text.slice(offset, end - offset)
    }
}
