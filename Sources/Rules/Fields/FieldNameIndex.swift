/// Field names arranged for finding the one that a text begins with.
///
/// PERF: rules name fields many times over; trying every definition in turn took half of the time
/// that loading ten thousand rules takes.
extension FieldCatalogue {
    private struct Candidate: Sendable {
        let name: [UInt8]
        let id: FieldID
    }

    /// By what stands before the first dot: names in the order in which they are tried, class by
    /// class, longer ones first.
    private static let candidates: [[UInt8]: [Candidate]] = {
        var byFamily: [[UInt8]: [Candidate]] = [:]
        for fieldClass in classes {
            let sorted = fieldClass.fields.sorted { $0.name.utf8.count > $1.name.utf8.count }
            for field in sorted {
                let name = Array(field.name.utf8)
                byFamily[Array(family(of: name[...])), default: []].append(
                    Candidate(name: name, id: field.id))
            }
        }
        return byFamily
    }()

    private static func family(of text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        text.prefix { $0 != UInt8(ascii: ".") }
    }

    /// The longest name that begins `text`, in the first class where any does.
    static func longestName(in text: ArraySlice<UInt8>) -> FieldDefinition? {
        let family = family(of: text)
        // The longest family has nine letters; what is longer need not be hashed.
        guard family.count <= 16, let tried = candidates[Array(family)] else { return nil }
        return tried.first { text.starts(with: $0.name) }.map { definition($0.id) }
    }
}
