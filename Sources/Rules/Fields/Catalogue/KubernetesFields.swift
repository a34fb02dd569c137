/// `k8s.*`, from the labels of the container.
enum KubernetesFields {
    static let definitions: [FieldDefinition] = [
        FieldDefinition(
            .k8sPodName, "k8s.pod.name", .charbuf, flags: [.suggested], needs: .container,
            gVisor: .metadata, "name of the pod"),
        FieldDefinition(
            .k8sNsName, "k8s.ns.name", .charbuf, flags: [.suggested], needs: .container,
            gVisor: .metadata, "namespace of the pod"),
        FieldDefinition(
            .k8sPodId, "k8s.pod.id", .charbuf, needs: .container, gVisor: .metadata,
            "uid of the pod"),
        FieldDefinition(
            .k8sPodUid, "k8s.pod.uid", .charbuf, needs: .container, gVisor: .metadata,
            "uid of the pod"),
        FieldDefinition(
            .k8sPodSandboxId, "k8s.pod.sandbox_id", .charbuf, needs: .container,
            gVisor: .metadata, "id of the pod's sandbox, its first 12 characters"),
        FieldDefinition(
            .k8sPodFullSandboxId, "k8s.pod.full_sandbox_id", .charbuf, needs: .container,
            gVisor: .metadata, "whole id of the pod's sandbox"),
        FieldDefinition(
            .k8sPodLabel, "k8s.pod.label", .charbuf, argument: .key, needs: .container,
            gVisor: .never("the pod's labels are not known"), "one label of the pod"),
        FieldDefinition(
            .k8sPodLabels, "k8s.pod.labels", .charbuf, needs: .container,
            gVisor: .never("the pod's labels are not known"), "labels of the pod"),
        FieldDefinition(
            .k8sPodIp, "k8s.pod.ip", .charbuf, needs: .container,
            gVisor: .partly("CRI-O tells it"), "address of the pod"),
        FieldDefinition(
            .k8sPodCniJson, "k8s.pod.cni.json", .charbuf, needs: .container,
            gVisor: .never("the network plugin's answer is not known"),
            "what the network plugin answered for the pod"),
        FieldDefinition(
            .k8sRcName, "k8s.rc.name", .charbuf, flags: [.deprecated], needs: .nothing,
            gVisor: .never("never filled in"), "gone, kept for old rules"),
        FieldDefinition(
            .k8sRcId, "k8s.rc.id", .charbuf, flags: [.deprecated], needs: .nothing,
            gVisor: .never("never filled in"), "gone, kept for old rules"),
        FieldDefinition(
            .k8sRcLabel, "k8s.rc.label", .charbuf, argument: .dottedKey, flags: [.deprecated],
            needs: .nothing, gVisor: .never("never filled in"), "gone, kept for old rules"),
        FieldDefinition(
            .k8sRcLabels, "k8s.rc.labels", .charbuf, flags: [.deprecated], needs: .nothing,
            gVisor: .never("never filled in"), "gone, kept for old rules"),
        FieldDefinition(
            .k8sSvcName, "k8s.svc.name", .charbuf, flags: [.deprecated], needs: .nothing,
            gVisor: .never("never filled in"), "gone, kept for old rules"),
        FieldDefinition(
            .k8sSvcId, "k8s.svc.id", .charbuf, flags: [.deprecated], needs: .nothing,
            gVisor: .never("never filled in"), "gone, kept for old rules"),
        FieldDefinition(
            .k8sSvcLabel, "k8s.svc.label", .charbuf, argument: .dottedKey, flags: [.deprecated],
            needs: .nothing, gVisor: .never("never filled in"), "gone, kept for old rules"),
        FieldDefinition(
            .k8sSvcLabels, "k8s.svc.labels", .charbuf, flags: [.deprecated], needs: .nothing,
            gVisor: .never("never filled in"), "gone, kept for old rules"),
        FieldDefinition(
            .k8sRsName, "k8s.rs.name", .charbuf, flags: [.deprecated], needs: .nothing,
            gVisor: .never("never filled in"), "gone, kept for old rules"),
        FieldDefinition(
            .k8sRsId, "k8s.rs.id", .charbuf, flags: [.deprecated], needs: .nothing,
            gVisor: .never("never filled in"), "gone, kept for old rules"),
        FieldDefinition(
            .k8sRsLabel, "k8s.rs.label", .charbuf, argument: .dottedKey, flags: [.deprecated],
            needs: .nothing, gVisor: .never("never filled in"), "gone, kept for old rules"),
        FieldDefinition(
            .k8sRsLabels, "k8s.rs.labels", .charbuf, flags: [.deprecated], needs: .nothing,
            gVisor: .never("never filled in"), "gone, kept for old rules"),
        FieldDefinition(
            .k8sDeploymentName, "k8s.deployment.name", .charbuf, flags: [.deprecated],
            needs: .nothing, gVisor: .never("never filled in"), "gone, kept for old rules"),
        FieldDefinition(
            .k8sDeploymentId, "k8s.deployment.id", .charbuf, flags: [.deprecated],
            needs: .nothing, gVisor: .never("never filled in"), "gone, kept for old rules"),
        FieldDefinition(
            .k8sDeploymentLabel, "k8s.deployment.label", .charbuf, argument: .dottedKey,
            flags: [.deprecated], needs: .nothing, gVisor: .never("never filled in"),
            "gone, kept for old rules"),
        FieldDefinition(
            .k8sDeploymentLabels, "k8s.deployment.labels", .charbuf, flags: [.deprecated],
            needs: .nothing, gVisor: .never("never filled in"), "gone, kept for old rules"),
        FieldDefinition(
            .k8sNsId, "k8s.ns.id", .charbuf, flags: [.deprecated], needs: .nothing,
            gVisor: .never("never filled in"), "gone, kept for old rules"),
        FieldDefinition(
            .k8sNsLabel, "k8s.ns.label", .charbuf, argument: .dottedKey, flags: [.deprecated],
            needs: .nothing, gVisor: .never("never filled in"), "gone, kept for old rules"),
        FieldDefinition(
            .k8sNsLabels, "k8s.ns.labels", .charbuf, flags: [.deprecated], needs: .nothing,
            gVisor: .never("never filled in"), "gone, kept for old rules"),
    ]
}
