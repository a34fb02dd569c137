/// What an event is: its name, parameters and source.
enum EventFields {
    static let definitions: [FieldDefinition] = [
        FieldDefinition(
            .evtPluginname, "evt.pluginname", .charbuf, needs: .nothing,
            gVisor: .never("plugins do not feed system call events"),
            "name of the plugin an event comes from"),
        FieldDefinition(
            .evtPlugininfo, "evt.plugininfo", .charbuf, needs: .nothing,
            gVisor: .never("plugins do not feed system call events"),
            "text that a plugin makes of its event"),
        FieldDefinition(
            .evtSource, "evt.source", .charbuf, needs: .nothing,
            "source of the event, always \"syscall\" here"),
        FieldDefinition(
            .evtIsAsync, "evt.is_async", .bool, needs: .event,
            "whether the event was put into the stream by a plugin"),
        FieldDefinition(
            .evtAsynctype, "evt.asynctype", .charbuf, needs: .nothing,
            gVisor: .never("no asynchronous events come from a sandbox"),
            "kind of an asynchronous event"),
        FieldDefinition(
            .evtHostname, "evt.hostname", .charbuf, needs: .nothing,
            "name of the machine the engine runs on, or FALCO_HOSTNAME"),
        FieldDefinition(
            .evtDir, "evt.dir", .charbuf, flags: [.deprecated], needs: .event,
            "direction: > for the start of a call, < for its end"),
        FieldDefinition(
            .evtType, "evt.type", .charbuf, needs: .event, "name of the system call or event"),
        FieldDefinition(
            .evtTypeIs, "evt.type.is", .uint32, argument: .code, needs: .event,
            "1 when the event has the given code, else 0"),
        FieldDefinition(
            .syscallType, "syscall.type", .charbuf, needs: .event,
            "name of the system call; missing for events that are none"),
        FieldDefinition(
            .evtCategory, "evt.category", .charbuf, needs: .event,
            "kind of the call: file, net, process; of reads and writes what the descriptor is"),
        FieldDefinition(
            .evtCpu, "evt.cpu", .int16, needs: .nothing,
            gVisor: .partly("a sandbox does not tell CPUs, so it is 0"),
            "CPU on which the event happened"),
        FieldDefinition(
            .evtArgs, "evt.args", .charbuf, needs: .event,
            "all parameters of the event as name=value"),
        FieldDefinition(
            .evtArg, "evt.arg", .charbuf, argument: .parameter, needs: .event,
            "one parameter as text, chosen by position or name, resolved where that is possible"),
        FieldDefinition(
            .evtRawarg, "evt.rawarg", .dynamic, argument: .dottedParameter,
            flags: [.noTransformer, .noRightHandSide], needs: .event,
            "one parameter as the number or text it is"),
        FieldDefinition(
            .evtInfo, "evt.info", .charbuf, needs: .event, "the same as evt.args for system calls"),
        FieldDefinition(
            .evtInfraDockerName, "evt.infra.docker.name", .charbuf, flags: [.tableOnly],
            needs: .nothing, gVisor: .never("long gone"), "for tables only"),
        FieldDefinition(
            .evtInfraDockerContainerId, "evt.infra.docker.container.id", .charbuf,
            flags: [.tableOnly], needs: .nothing, gVisor: .never("long gone"), "for tables only"),
        FieldDefinition(
            .evtInfraDockerContainerName, "evt.infra.docker.container.name", .charbuf,
            flags: [.tableOnly], needs: .nothing, gVisor: .never("long gone"), "for tables only"),
        FieldDefinition(
            .evtInfraDockerContainerImage, "evt.infra.docker.container.image", .charbuf,
            flags: [.tableOnly], needs: .nothing, gVisor: .never("long gone"), "for tables only"),
    ]
}
