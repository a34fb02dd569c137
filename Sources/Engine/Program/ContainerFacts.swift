package import State

/// What became known of a container from outside the stream.
package struct ContainerFacts: Equatable, Sendable {
    /// The runtime's full id.
    package var id: String
    package var metadata = ContainerMetadata()
    package var users: [ContainerUser] = []
    package var groups: [ContainerUser] = []

    package init(id: String) { self.id = id }
}
