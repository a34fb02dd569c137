/// `fs.path.*`: the paths that calls on files name.
enum PathFields {
    static let definitions: [FieldDefinition] = [
        FieldDefinition(
            .fsPathName, "fs.path.name", .charbuf, needs: .event,
            gVisor: .partly("open and openat only"),
            "path that a call on files names, made absolute, when the call worked"),
        FieldDefinition(
            .fsPathNameraw, "fs.path.nameraw", .charbuf, needs: .event,
            gVisor: .partly("open and openat only"), "the same path as the call gave it"),
        FieldDefinition(
            .fsPathSource, "fs.path.source", .charbuf, needs: .event,
            gVisor: .never("the calls with two paths are not reported"),
            "the path that a rename, link or mount takes from"),
        FieldDefinition(
            .fsPathSourceraw, "fs.path.sourceraw", .charbuf, needs: .event,
            gVisor: .never("the calls with two paths are not reported"),
            "the same path as the call gave it"),
        FieldDefinition(
            .fsPathTarget, "fs.path.target", .charbuf, needs: .event,
            gVisor: .never("the calls with two paths are not reported"),
            "the path that a rename, link or mount makes"),
        FieldDefinition(
            .fsPathTargetraw, "fs.path.targetraw", .charbuf, needs: .event,
            gVisor: .never("the calls with two paths are not reported"),
            "the same path as the call gave it"),
    ]
}
