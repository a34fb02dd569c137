extension OutputAddition {
    /// What `-p FORMAT` appends; nil when it appends nothing.
    ///
    /// The names for containers and Kubernetes alone mean nothing any more, since the suggested
    /// fields say more; those for gVisor add the ids as the sandbox sees them. Anything else is
    /// text for every rule.
    package static func printFormat(_ format: String) -> OutputAddition? {
        switch format {
        case "", "c", "container", "k", "k8s", "kubernetes":
            return nil
        case "cg", "container-gvisor", "kg", "k8s-gvisor", "kubernetes-gvisor":
            return OutputAddition(
                source: "syscall", extraOutput: "vpid=%proc.vpid vtid=%thread.vtid")
        default:
            return OutputAddition(extraOutput: format)
        }
    }
}
