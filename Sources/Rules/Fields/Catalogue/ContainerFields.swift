/// `container.*`, from the container of the thread.
enum ContainerFields {
    static let definitions: [FieldDefinition] = [
        FieldDefinition(
            .containerId, "container.id", .charbuf, flags: [.suggested], needs: .container,
            "id of the container, its first 12 characters when it is a hexadecimal one"),
        FieldDefinition(
            .containerFullId, "container.full_id", .charbuf, needs: .container,
            "whole id of the container"),
        FieldDefinition(
            .containerName, "container.name", .charbuf, flags: [.suggested], needs: .container,
            gVisor: .metadata, "name of the container"),
        FieldDefinition(
            .containerImage, "container.image", .charbuf, needs: .container, gVisor: .metadata,
            "image as the container's configuration names it"),
        FieldDefinition(
            .containerImageId, "container.image.id", .charbuf, needs: .container,
            gVisor: .metadata, "id of the image"),
        FieldDefinition(
            .containerType, "container.type", .charbuf, needs: .container, gVisor: .metadata,
            "runtime that made the container"),
        FieldDefinition(
            .containerPrivileged, "container.privileged", .bool, needs: .container,
            gVisor: .metadata, "whether the container is privileged"),
        FieldDefinition(
            .containerMounts, "container.mounts", .charbuf, needs: .container,
            gVisor: .metadata, "all mounts of the container"),
        FieldDefinition(
            .containerMount, "container.mount", .charbuf, argument: .mount, needs: .container,
            gVisor: .metadata,
            "one mount, by number or by a pattern of its source"),
        FieldDefinition(
            .containerMountSource, "container.mount.source", .charbuf, argument: .mount,
            needs: .container, gVisor: .metadata, "source of one mount"),
        FieldDefinition(
            .containerMountDest, "container.mount.dest", .charbuf, argument: .mount,
            needs: .container, gVisor: .metadata, "place of one mount"),
        FieldDefinition(
            .containerMountMode, "container.mount.mode", .charbuf, argument: .mount,
            needs: .container, gVisor: .metadata, "mode of one mount"),
        FieldDefinition(
            .containerMountRdwr, "container.mount.rdwr", .charbuf, argument: .mount,
            needs: .container, gVisor: .metadata,
            "whether one mount can be written"),
        FieldDefinition(
            .containerMountPropagation, "container.mount.propagation", .charbuf, argument: .mount,
            needs: .container, gVisor: .metadata, "propagation of one mount"),
        FieldDefinition(
            .containerImageRepository, "container.image.repository", .charbuf,
            flags: [.suggested], needs: .container, gVisor: .metadata,
            "image without tag and digest"),
        FieldDefinition(
            .containerImageTag, "container.image.tag", .charbuf, flags: [.suggested],
            needs: .container, gVisor: .metadata, "tag of the image"),
        FieldDefinition(
            .containerImageDigest, "container.image.digest", .charbuf, needs: .container,
            gVisor: .metadata, "digest of the image"),
        FieldDefinition(
            .containerHealthcheck, "container.healthcheck", .charbuf, flags: [.deprecated],
            needs: .nothing, gVisor: .never("never filled in"), "gone, kept for old rules"),
        FieldDefinition(
            .containerLivenessProbe, "container.liveness_probe", .charbuf, flags: [.deprecated],
            needs: .nothing, gVisor: .never("never filled in"), "gone, kept for old rules"),
        FieldDefinition(
            .containerReadinessProbe, "container.readiness_probe", .charbuf, flags: [.deprecated],
            needs: .nothing, gVisor: .never("never filled in"), "gone, kept for old rules"),
        FieldDefinition(
            .containerStartTs, "container.start_ts", .abstime, needs: .container,
            "start of the container, nanoseconds since 1970"),
        FieldDefinition(
            .containerDuration, "container.duration", .reltime, needs: .event,
            "age of the container in nanoseconds"),
        FieldDefinition(
            .containerIp, "container.ip", .charbuf, needs: .container,
            gVisor: .metadata, "address of the container"),
        FieldDefinition(
            .containerCniJson, "container.cni.json", .charbuf, needs: .container,
            gVisor: .never("the network plugin's answer is not known"),
            "what the network plugin answered"),
        FieldDefinition(
            .containerHostPid, "container.host_pid", .bool, needs: .container,
            gVisor: .metadata,
            "whether the container shares the host's process ids"),
        FieldDefinition(
            .containerHostNetwork, "container.host_network", .bool, needs: .container,
            gVisor: .metadata,
            "whether the container shares the host's network"),
        FieldDefinition(
            .containerHostIpc, "container.host_ipc", .bool, needs: .container,
            gVisor: .metadata,
            "whether the container shares the host's IPC"),
        FieldDefinition(
            .containerLabel, "container.label", .charbuf, argument: .key, needs: .container,
            gVisor: .metadata, "one label of the container"),
        FieldDefinition(
            .containerLabels, "container.labels", .charbuf, needs: .container, gVisor: .metadata,
            "labels of the container"),
        FieldDefinition(
            .procIsContainerHealthcheck, "proc.is_container_healthcheck", .bool,
            flags: [.deprecated], needs: .nothing, gVisor: .never("never filled in"),
            "gone, kept for old rules"),
        FieldDefinition(
            .procIsContainerLivenessProbe, "proc.is_container_liveness_probe", .bool,
            flags: [.deprecated], needs: .nothing, gVisor: .never("never filled in"),
            "gone, kept for old rules"),
        FieldDefinition(
            .procIsContainerReadinessProbe, "proc.is_container_readiness_probe", .bool,
            flags: [.deprecated], needs: .nothing, gVisor: .never("never filled in"),
            "gone, kept for old rules"),
    ]
}
