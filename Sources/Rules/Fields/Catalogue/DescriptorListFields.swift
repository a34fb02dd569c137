/// `fdlist.*`, the descriptors of a poll, and the hidden `util.*`.
enum DescriptorListFields {
    static let definitions: [FieldDefinition] = [
        FieldDefinition(
            .utilCnt, "util.cnt", .uint64, flags: [.hidden], needs: .event,
            "a counter that grows with each evaluation"),
        FieldDefinition(
            .fdlistNums, "fdlist.nums", .charbuf, needs: .event,
            gVisor: .never("poll is not reported"), "numbers of the polled descriptors"),
        FieldDefinition(
            .fdlistNames, "fdlist.names", .charbuf, needs: .event,
            gVisor: .never("poll is not reported"), "names of the polled descriptors"),
        FieldDefinition(
            .fdlistCips, "fdlist.cips", .charbuf, needs: .event,
            gVisor: .never("poll is not reported"), "client addresses of the polled descriptors"),
        FieldDefinition(
            .fdlistSips, "fdlist.sips", .charbuf, needs: .event,
            gVisor: .never("poll is not reported"), "server addresses of the polled descriptors"),
        FieldDefinition(
            .fdlistCports, "fdlist.cports", .charbuf, needs: .event,
            gVisor: .never("poll is not reported"), "client ports of the polled descriptors"),
        FieldDefinition(
            .fdlistSports, "fdlist.sports", .charbuf, needs: .event,
            gVisor: .never("poll is not reported"), "server ports of the polled descriptors"),
    ]
}
