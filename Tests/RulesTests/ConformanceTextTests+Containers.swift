import Rules
import State
import TestSupport
import Testing

extension ConformanceTextTests {
    static let containers: [String: Answer] = [
        "container-001": .holds {
            let run = TextCaseRun()
            let wanted = ["container.id": "0123456789ab", "container.id != host": "true"]
            expect("container-001", try run.observe([run.open()], Array(wanted.keys)), wanted)
        },
        "container-002": .instead("an id of any look is a container's", containerOfAnotherLook),
        "container-003": .holds(containerWithoutMetadata),
        "container-004": .holds(hostProcess),
        "container-005": .holds {
            let condition = #"not container.mount.dest[/proc*] in ("<NA>","N/A")"#
            let seen = try described([condition]) { $0.mounts = ["/data:/data:rw:true:private"] }
            expect("container-005", seen, [condition: "true"])
        },
        "container-006": .holds {
            let seen = try described(["container.mount.dest[/etc*]", "container.mount[/etc*]"]) {
                $0.mounts = ["/data:/a:rw:true:private", "/et:/b:ro:false:rslave"]
            }
            expect(
                "container-006", seen,
                [
                    "container.mount.dest[/etc*]": "/b",
                    "container.mount[/etc*]": "/et:/b:ro:false:rslave",
                ])
        },
        "container-007": .holds {
            let seen = try described(["container.labels", "k8s.pod.name"]) {
                $0.labels = ["a=b", "c=", "io.kubernetes.pod.name=p", "annotation.x=y"]
                $0.podName = "p"
            }
            expect("container-007", seen, ["container.labels": "a:b, c", "k8s.pod.name": "p"])
        },
    ]

    /// What is seen of a container after the runtime has described it.
    private static func described(
        _ wanted: [String], _ describe: (inout ContainerMetadata) -> Void
    ) throws -> [String: String] {
        let run = TextCaseRun()
        _ = try run.observe([run.open()], [])
        var metadata = ContainerMetadata()
        describe(&metadata)
        let isFound = run.run.state.setContainerMetadata(metadata, ofID: TextCaseRun.container)
        #expect(isFound)
        return try run.observe([run.open()], wanted)
    }

    private static func containerOfAnotherLook() throws {
        let run = TextCaseRun()
        let wanted = [
            "container.id": "podsandbox01", "container.full_id": "podsandbox01",
            "container.id != host": "true", "container.name": "<NA>", "container.type": "<NA>",
        ]
        let seen = try run.observe([run.open(container: "podsandbox01")], Array(wanted.keys))
        expect("container-002", seen, wanted)
    }

    private static func containerWithoutMetadata() throws {
        let fields = ["container.image.repository", "container.name", "k8s.ns.name"]
        var wanted = ["container.id": "0123456789ab"]
        for field in fields {
            wanted[field] = "<NA>"
            wanted["\(field) = x"] = "false"
            wanted["\(field) != x"] = "false"
        }
        let run = TextCaseRun()
        expect("container-003", try run.observe([run.open()], Array(wanted.keys)), wanted)
        let output = fields.map { "%" + $0 }.joined(separator: " ")
        let text = try run.alert(output, isJSON: false, [run.open()])
        #expect(text.contains("<NA> <NA> <NA>"), "container-003: \(text)")
        let json = try run.alert(output, isJSON: true, [run.open()])
        for field in fields { #expect(json.contains("\"\(field)\":null"), "\(json)") }
    }

    private static func hostProcess() throws {
        let world = ConformanceWorld()
        let events = try #require(ConformanceFixtures.events("open_read"))
        for event in events { world.apply(event) }
        var extractor = FieldExtractor(hostname: "host")
        extractor.begin(world.event)
        let wanted: [(String, FieldValue.Kind, String)] = [
            ("container.image.repository", .text, ""),
            ("container.privileged", .boolean, "false"),
            ("container.mount.dest[x]", .missing, "<NA>"),
        ]
        for (name, kind, text) in wanted {
            let field = try FieldCatalogue.resolve(text: name)
            let value = extractor.value(of: field, world.event, world.binding, world.state)
            #expect(value.kind == kind, "container-004: \(name)")
            #expect(FieldText.text(of: value, field) == text, "container-004: \(name)")
        }
    }
}
