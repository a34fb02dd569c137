import GVisor
import Testing

@Suite struct ImageReferenceTests {
    private static let digits = String(repeating: "0f", count: 32)

    @Test(arguments: [
        ("nginx", "nginx", "", ""),
        ("nginx:1.25", "nginx", "1.25", ""),
        ("library/nginx:latest", "library/nginx", "latest", ""),
        ("reg.example:5000/a/b", "reg.example:5000/a/b", "", ""),
        ("reg.example:5000/a/b:x", "reg.example:5000/a/b", "x", ""),
        ("reg.example:5000/a/b:x@sha256:12", "reg.example:5000/a/b", "x", "sha256:12"),
        ("localhost:5000/b@sha256:12", "localhost:5000/b", "", "sha256:12"),
        ("a/b@sha256:12", "a/b", "", "sha256:12"),
        ("a/b:", "a/b", "", ""),
        ("@", "", "", ""),
        (":", "", "", ""),
        ("/", "/", "", ""),
        ("", "", "", ""),
    ])
    func namesComeApart(_ text: String, repository: String, tag: String, digest: String) {
        let reference = ImageReference(text)
        #expect(reference.repository == repository)
        #expect(reference.tag == tag)
        #expect(reference.digest == digest)
        #expect(reference.id == "")
    }

    @Test func anIdIsNoName() {
        for text in [Self.digits, "sha256:" + Self.digits] {
            let reference = ImageReference(text)
            #expect(reference.id == Self.digits)
            #expect(reference.repository == "")
            #expect(reference.tag == "")
        }
        #expect(ImageReference("sha256:12").id == "")
        #expect(ImageReference(String(repeating: "g", count: 64)).id == "")
    }
}
