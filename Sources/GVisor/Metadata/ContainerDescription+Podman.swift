// What the list of containers that podman and CRI-O keep says of one of them.
extension ContainerDescription {
    /// Takes the entry of this container in `containers.json`; false when there is none.
    mutating func addStorage(_ root: JSONNode) -> Bool {
        guard let entry = root.elements?.first(where: { $0.member("id")?.text == id }) else {
            return false
        }
        // A text of JSON inside the JSON.
        let text = entry.member("metadata")?.text ?? ""
        let metadata = try? JSONParser.parse(Array(text.utf8))
        if runtime.isEmpty { runtime = metadata?.member("pod-id") == nil ? "podman" : "cri-o" }
        if name.isEmpty {
            name =
                metadata?.member("container-name")?.text
                ?? entry.member("names")?.elements?.first?.text ?? ""
        }
        if image.isEmpty, let text = metadata?.member("image-name")?.text { setImage(text) }
        if imageID.isEmpty, let text = entry.member("image")?.text {
            imageID = ImageReference.id(text) ?? ""
        }
        if podName.isEmpty { podName = metadata?.member("pod-name")?.text ?? "" }
        return true
    }
}
