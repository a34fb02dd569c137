/// Every field of the rule language, in Falco's order: what conditions and outputs are checked
/// against and what `--list` prints.
package enum FieldCatalogue {
    /// All definitions; `all[i].id.rawValue` is `i`.
    package static let all: [FieldDefinition] = {
        let families: [[FieldDefinition]] = [
            EventTimeFields.definitions, EventFields.definitions, EventResultFields.definitions,
            ProcessFields.definitions, AncestorFields.definitions,
            ProcessDetailFields.definitions, SessionFields.definitions, ThreadFields.definitions,
            UserFields.definitions, DescriptorFields.definitions, SocketFields.definitions,
            PathFields.definitions, DescriptorListFields.definitions,
            ContainerFields.definitions, KubernetesFields.definitions,
        ]
        let sorted = families.joined().sorted { $0.id.rawValue < $1.id.rawValue }
        precondition(sorted.count == FieldID.allCases.count, "a field is missing or there twice")
        return sorted
    }()

    package static func definition(_ id: FieldID) -> FieldDefinition { all[Int(id.rawValue)] }

    /// The definition of exactly this name, without argument.
    package static func definition(named name: String) -> FieldDefinition? {
        byName[name].map(definition)
    }

    static let byName = Dictionary(
        uniqueKeysWithValues: all.map { ($0.name, $0.id) })

    /// A class of fields as Falco groups them, in the order in which names are looked up.
    package struct FieldClass: Sendable {
        package let name: String
        package let description: String
        /// Definitions of the class, in order.
        package let fields: [FieldDefinition]
        /// Works but is not listed.
        package let isHidden: Bool
    }

    package static let classes: [FieldClass] = {
        let bounds: [(String, String, FieldID)] = [
            ("evt", "what every event has", .evtNum),
            ("process", "the process and thread of the event", .procExe),
            ("user", "the user the thread runs as", .userUid),
            ("group", "the group the thread runs as", .groupGid),
            ("fd", "the descriptor that the event works on", .fdNum),
            ("fs.path", "paths of calls on files", .fsPathName),
            ("util", "for tests of the engine", .utilCnt),
            ("fdlist", "the descriptors of a poll", .fdlistNums),
            ("container", "the container and pod of the process", .containerId),
        ]
        return bounds.indices.map { index in
            let first = Int(bounds[index].2.rawValue)
            let end = index + 1 < bounds.count ? Int(bounds[index + 1].2.rawValue) : all.count
            return FieldClass(
                name: bounds[index].0, description: bounds[index].1,
                fields: Array(all[first..<end]), isHidden: bounds[index].0 == "util")
        }
    }()
}
