/// A field with its argument, as extraction wants it: 40 bytes, no references.
package struct ResolvedField: Hashable, BitwiseCopyable, Sendable {
    package let id: FieldID
    package let form: Form
    /// The number in brackets; the event code of `evt.type.is`; 0 source and 1 destination of
    /// `evt.abspath`; the first of the positions for a named parameter is in `positions`.
    package let index: Int64
    /// The key, name or text given; empty without.
    @usableFromInline package let text: ImmortalBytes
    /// For a named parameter: its place in the row of every event code, 255 where a code has none.
    package let positions: ImmortalBytes

    /// What kind of argument it has.
    package enum Form: UInt8, Hashable, BitwiseCopyable, Sendable {
        case none, index, text, parameter
    }

    package init(
        _ id: FieldID, form: Form = .none, index: Int64 = 0,
        text: ImmortalBytes = ImmortalBytes(), positions: ImmortalBytes = ImmortalBytes()
    ) {
        self.id = id
        self.form = form
        self.index = index
        self.text = text
        self.positions = positions
    }

    /// The catalogue's entry.
    package var definition: FieldDefinition { FieldCatalogue.definition(id) }

    /// What the value depends on.
    package var dependency: FieldDependency { definition.dependency }

    package static func == (left: ResolvedField, right: ResolvedField) -> Bool {
        left.id == right.id && left.form == right.form && left.index == right.index
            && left.text == right.text
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(id)
        hasher.combine(form)
        hasher.combine(index)
        hasher.combine(text)
    }
}
