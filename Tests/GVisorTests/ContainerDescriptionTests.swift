import Foundation
import GVisor
import Testing

@Suite struct ContainerDescriptionTests {
    @Test(arguments: [
        ("nginx", "nginx", "", ""),
        ("nginx:1.25", "nginx", "1.25", ""),
        ("reg.example:5000/a/b", "reg.example:5000/a/b", "", ""),
        ("reg.example:5000/a/b:x@sha256:12", "reg.example:5000/a/b", "x", "sha256:12"),
        ("a/b@sha256:12", "a/b", "", "sha256:12"),
        ("", "", "", ""),
    ])
    func imageReferencesComeApart(
        _ reference: String, repository: String, tag: String, digest: String
    ) {
        var metadata = ContainerDescription()
        metadata.setImage(reference)
        #expect(metadata.imageRepository == repository)
        #expect(metadata.imageTag == tag)
        #expect(metadata.imageDigest == digest)
    }

    @Test func kubernetesAnnotationsAreUnderstood() {
        let metadata = ContainerDescription(
            id: "c1",
            annotations: [
                "io.kubernetes.cri.container-name": "web",
                "io.kubernetes.cri.image-name": "docker.io/library/nginx:1",
                "io.kubernetes.cri.sandbox-id": "p1",
                "io.kubernetes.cri.sandbox-name": "web-7d",
                "io.kubernetes.cri.sandbox-namespace": "prod",
                "io.kubernetes.cri.sandbox-uid": "u",
            ])
        #expect(metadata.name == "web")
        #expect(metadata.imageRepository == "docker.io/library/nginx")
        #expect(metadata.podName == "web-7d")
        #expect(metadata.podNamespace == "prod")
        #expect(metadata.podSandboxID == "p1")
        #expect(!metadata.isEmpty)
        #expect(ContainerDescription(id: "c1", annotations: [:]).isEmpty)
    }

    @Test func theBundleAndDockersFileFillWhatRuncsStateLacks() throws {
        let id = String(repeating: "ab", count: 32)
        let fake = try FakeRunsc("*state*) cat \"${0%/*}/state.json\";;")
        try FileManager.default.createDirectory(
            at: fake.folder.appendingPathComponent(id), withIntermediateDirectories: true)
        func write(_ text: String, _ name: String) throws {
            try text.write(
                to: fake.folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
        }
        try write(
            "{\"id\":\"\(id)\",\"status\":\"running\",\"bundle\":\"\(fake.folder.path)\"}",
            "state.json")
        try write(
            "{\"annotations\":{\"io.kubernetes.cri.sandbox-name\":\"pod\"},"
                + "\"root\":{\"path\":\"rootfs\"}}", "config.json")
        try FileManager.default.createDirectory(
            at: fake.folder.appendingPathComponent("rootfs/etc"),
            withIntermediateDirectories: true)
        try write("web:x:33:33::/:/bin/sh\n", "rootfs/etc/passwd")
        try FileManager.default.createSymbolicLink(
            atPath: fake.folder.path + "/rootfs/etc/group", withDestinationPath: "/etc/group")
        try write("{\"Privileged\":true,\"PidMode\":\"host\"}", "\(id)/hostconfig.json")
        try write(
            "{\"Name\":\"/jolly\",\"Config\":{\"Image\":\"redis:7\",\"Labels\":{\"a\":\"b\"}}}",
            "\(id)/config.v2.json")
        let metadata = ContainerDescription.find(
            id, runsc: fake.runsc, dockerFolder: fake.folder.path)
        #expect(metadata.podName == "pod")
        #expect(metadata.name == "jolly")
        #expect(metadata.imageRepository == "redis")
        #expect(metadata.imageTag == "7")
        #expect(metadata.labels == ["a": "b"])
        #expect(metadata.runtime == "docker")
        #expect(metadata.isPrivileged == true)
        #expect(metadata.hasHostPID)
        #expect(metadata.passwd == "web:x:33:33::/:/bin/sh\n")
        // A link could lead to any file of the host.
        #expect(metadata.group == "")
    }
}
