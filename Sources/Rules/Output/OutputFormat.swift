/// A parsed output: text and the `%` tokens in it.
package struct OutputFormat: Sendable, Equatable {
    package var pieces: [Piece]

    package enum Piece: Sendable, Equatable {
        case literal([UInt8])
        case token(OutputToken)
    }

    /// All fields that the tokens name, inside transformers too, in order, with repetitions.
    package var fields: [OutputField] {
        pieces.flatMap { piece -> [OutputField] in
            guard case .token(let token) = piece else { return [] }
            return token.fields
        }
    }

    /// Parses an output.
    ///
    /// A leading `*` is dropped: missing fields always print `<NA>`. A token is `%`, an optional
    /// width, and a field or a transformer; a field ends where the longest valid field ends, and
    /// what follows is literal text. There is no escape for `%`.
    package init(parsing text: String) throws(OutputFormatError) {
        var parser = OutputFormatParser(text: Array(text.utf8))
        pieces = try parser.parse()
    }
}

/// One `%` token.
package struct OutputToken: Sendable, Equatable {
    /// The text is padded or cut to this many bytes; 0: as long as it is.
    package var width: Int
    /// What it prints.
    package var operand: CheckedOperand
    package var style: FieldStyle
    /// The field, or the fields inside the transformer.
    package var fields: [OutputField]
}

/// Why an output does not compile (`LOAD_ERR_COMPILE_OUTPUT`).
package struct OutputFormatError: Error, Sendable, Equatable {
    /// Bytes from the start of the output to what is wrong.
    package var offset: Int
    package var message: String
    /// A name that the catalogue does not hold: what `skip-if-unknown-filter` forgives.
    package var isUnknownName: Bool
}
