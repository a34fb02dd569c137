import Foundation
import GVisor
import Testing

@Suite struct ContainerDescriptionTests {
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
        #expect(metadata.runtime == "containerd")
        #expect(!metadata.isEmpty)
        #expect(ContainerDescription(id: "c1", annotations: [:]).isEmpty)
    }

    @Test func criosAnnotationsAreUnderstood() {
        let digits = String(repeating: "3d", count: 32)
        var annotations = [
            "io.kubernetes.cri-o.ContainerName": "k8s_web_shop",
            "io.kubernetes.container.name": "web", "io.kubernetes.pod.name": "shop-7d4b",
            "io.kubernetes.pod.namespace": "prod", "io.kubernetes.pod.uid": "0b1e",
            "io.kubernetes.cri-o.SandboxID": "s", "io.kubernetes.cri-o.IP.0": "10.1.2.3",
            "io.kubernetes.cri-o.ImageName": "quay.io/a/b:3",
            "io.kubernetes.cri-o.ImageRef": "quay.io/a/b@sha256:77",
            "io.kubernetes.cri-o.Labels": #"{"app":"shop","n":1}"#,
        ]
        let metadata = ContainerDescription(id: "c1", annotations: annotations)
        #expect(metadata.name == "web")
        #expect(metadata.podName == "shop-7d4b")
        #expect(metadata.podNamespace == "prod")
        #expect(metadata.podUID == "0b1e")
        #expect(metadata.podSandboxID == "s")
        #expect(metadata.ipAddress == "10.1.2.3")
        #expect(metadata.imageRepository == "quay.io/a/b")
        #expect(metadata.imageTag == "3")
        #expect(metadata.imageDigest == "sha256:77")
        #expect(metadata.labels == ["app": "shop"])
        #expect(metadata.runtime == "cri-o")
        annotations["io.kubernetes.cri-o.ImageRef"] = digits
        #expect(ContainerDescription(id: "c1", annotations: annotations).imageID == digits)
        annotations["io.kubernetes.cri-o.Labels"] = "{"
        #expect(ContainerDescription(id: "c1", annotations: annotations).labels == [:])
    }

    @Test func theBundleAndDockersFileFillWhatRuncsStateLacks() throws {
        let id = String(repeating: "ab", count: 32)
        let fake = try FakeRunsc("*state*) cat \"${0%/*}/state.json\";;")
        try FileManager.default.createDirectory(
            at: fake.folder.appendingPathComponent("containers/\(id)"),
            withIntermediateDirectories: true)
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
        try write("{\"Privileged\":true,\"PidMode\":\"host\"}", "containers/\(id)/hostconfig.json")
        try write(
            "{\"Name\":\"/jolly\",\"Config\":{\"Image\":\"redis:7\",\"Labels\":{\"a\":\"b\"}}}",
            "containers/\(id)/config.v2.json")
        var sources = ContainerSources.nowhere
        sources.dockerRoot = fake.folder.path
        var lookup = ContainerLookup(runsc: fake.runsc, sources: sources)
        var metadata = ContainerDescription()
        #expect(lookup.find(id, nowNanos: 0) { metadata = $0 } == .complete)
        #expect(metadata.podName == "pod")
        #expect(metadata.name == "jolly")
        #expect(metadata.imageRepository == "redis")
        #expect(metadata.imageTag == "7")
        #expect(metadata.labels == ["a": "b"])
        #expect(metadata.runtime == "docker")
        #expect(metadata.isPrivileged == true)
        #expect(metadata.hasHostPID == true)
        #expect(metadata.passwd == "web:x:33:33::/:/bin/sh\n")
        // A link could lead to any file of the host.
        #expect(metadata.group == "")
    }
}
