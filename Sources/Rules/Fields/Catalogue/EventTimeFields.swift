/// `evt.num` and the fields about time.
enum EventTimeFields {
    static let definitions: [FieldDefinition] = [
        FieldDefinition(
            .evtNum, "evt.num", .uint64, needs: .event,
            "running number of the event, 1 for the first one delivered"),
        FieldDefinition(
            .evtTime, "evt.time", .charbuf, needs: .event,
            "wall clock time of the event in the local zone, with nanoseconds"),
        FieldDefinition(
            .evtTimeS, "evt.time.s", .charbuf, needs: .event,
            "wall clock time of the event in the local zone, whole seconds"),
        FieldDefinition(
            .evtTimeIso8601, "evt.time.iso8601", .charbuf, needs: .event,
            "time of the event in UTC as ISO 8601, with nanoseconds"),
        FieldDefinition(
            .evtDatetime, "evt.datetime", .charbuf, needs: .event,
            "local date and time of the event, with nanoseconds"),
        FieldDefinition(
            .evtDatetimeS, "evt.datetime.s", .charbuf, needs: .event,
            "local date and time of the event, whole seconds"),
        FieldDefinition(
            .evtRawtime, "evt.rawtime", .abstime, needs: .event,
            "time of the event in nanoseconds since 1970"),
        FieldDefinition(
            .evtRawtimeS, "evt.rawtime.s", .abstime, needs: .event,
            "time of the event in whole seconds since 1970"),
        FieldDefinition(
            .evtRawtimeNs, "evt.rawtime.ns", .abstime, format: .paddedNanos, needs: .event,
            "nanoseconds within the second of the event"),
        FieldDefinition(
            .evtReltime, "evt.reltime", .reltime, needs: .event,
            "nanoseconds since the first event"),
        FieldDefinition(
            .evtReltimeS, "evt.reltime.s", .reltime, needs: .event,
            "whole seconds since the first event"),
        FieldDefinition(
            .evtReltimeNs, "evt.reltime.ns", .reltime, format: .paddedNanos, needs: .event,
            "nanoseconds within the second of evt.reltime"),
        FieldDefinition(
            .evtLatency, "evt.latency", .reltime, flags: [.deprecated], needs: .nothing,
            "always 0, kept for old rules"),
        FieldDefinition(
            .evtLatencyS, "evt.latency.s", .reltime, flags: [.deprecated], needs: .nothing,
            "always 0, kept for old rules"),
        FieldDefinition(
            .evtLatencyNs, "evt.latency.ns", .reltime, flags: [.deprecated], format: .paddedNanos,
            needs: .nothing, "always 0, kept for old rules"),
        FieldDefinition(
            .evtLatencyQuantized, "evt.latency.quantized", .uint64,
            flags: [.tableOnly, .deprecated], needs: .nothing, "always 0, kept for old rules"),
        FieldDefinition(
            .evtLatencyHuman, "evt.latency.human", .charbuf, flags: [.deprecated],
            needs: .nothing, "always \"0ns\", kept for old rules"),
        FieldDefinition(
            .evtDeltatime, "evt.deltatime", .reltime, needs: .event,
            "nanoseconds since the event before"),
        FieldDefinition(
            .evtDeltatimeS, "evt.deltatime.s", .reltime, needs: .event,
            "whole seconds since the event before"),
        FieldDefinition(
            .evtDeltatimeNs, "evt.deltatime.ns", .reltime, format: .paddedNanos, needs: .event,
            "nanoseconds within the second of evt.deltatime"),
        FieldDefinition(
            .evtOutputtime, "evt.outputtime", .charbuf, flags: [.printOnly], needs: .event,
            "time as output lines begin with it"),
        FieldDefinition(
            .evtWaitLatency, "evt.wait_latency", .reltime, flags: [.deprecated], needs: .nothing,
            "always 0, kept for old rules"),
        FieldDefinition(
            .evtAround, "evt.around", .uint64, argument: .time,
            flags: [.filterOnly, .noTransformer, .noRightHandSide], needs: .event,
            "compared with a number of milliseconds: events that near to the given time"),
    ]
}
