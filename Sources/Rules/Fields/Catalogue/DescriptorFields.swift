/// `fd.*` for every kind of descriptor.
enum DescriptorFields {
    static let definitions: [FieldDefinition] = [
        FieldDefinition(
            .fdNum, "fd.num", .int64, needs: .event,
            "number of the descriptor that the event works on"),
        FieldDefinition(
            .fdType, "fd.type", .charbuf, needs: .descriptor,
            "what the descriptor is: file, directory, ipv4, unix, pipe and so on"),
        FieldDefinition(
            .fdTypechar, "fd.typechar", .charbuf, needs: .descriptor, "the same as one letter"),
        FieldDefinition(
            .fdName, "fd.name", .charbuf, needs: .descriptor,
            "path of a file, or the two ends of a socket"),
        FieldDefinition(
            .fdDirectory, "fd.directory", .charbuf, needs: .descriptor, "directory of the file"),
        FieldDefinition(
            .fdFilename, "fd.filename", .charbuf, needs: .descriptor,
            "last part of the file's path"),
        FieldDefinition(
            .fdUid, "fd.uid", .charbuf, needs: .event,
            "thread id and descriptor number in one text"),
        FieldDefinition(
            .fdContainername, "fd.containername", .charbuf, needs: .event,
            "container id, a colon, and fd.name"),
        FieldDefinition(
            .fdContainerdirectory, "fd.containerdirectory", .charbuf, needs: .event,
            "container id, a colon, and fd.directory"),
        FieldDefinition(
            .fdNameChanged, "fd.name_changed", .bool, needs: .event,
            "whether this event gave the descriptor another name"),
        FieldDefinition(
            .fdDev, "fd.dev", .int32, format: .hex, needs: .descriptor,
            gVisor: .partly("0: gVisor does not tell"), "device that holds the file"),
        FieldDefinition(
            .fdDevMajor, "fd.dev.major", .int32, needs: .descriptor,
            gVisor: .partly("0: gVisor does not tell"), "major number of that device"),
        FieldDefinition(
            .fdDevMinor, "fd.dev.minor", .int32, needs: .descriptor,
            gVisor: .partly("0: gVisor does not tell"), "minor number of that device"),
        FieldDefinition(
            .fdIno, "fd.ino", .int64, needs: .descriptor,
            gVisor: .partly("0: gVisor does not tell"), "inode number of the file"),
        FieldDefinition(
            .fdNameraw, "fd.nameraw", .charbuf, needs: .descriptor, "path as the call gave it"),
        FieldDefinition(
            .fdTypes, "fd.types", .charbuf, argument: .optionalIndex,
            flags: [.list, .noRightHandSide], needs: .event,
            "kinds of all descriptors of the event"),
        FieldDefinition(
            .fdIsUpperLayer, "fd.is_upper_layer", .bool, needs: .descriptor,
            gVisor: .partly("always false: gVisor does not tell"),
            "whether the file was added or changed after the image was made"),
        FieldDefinition(
            .fdIsLowerLayer, "fd.is_lower_layer", .bool, needs: .descriptor,
            gVisor: .partly("always false: gVisor does not tell"),
            "whether the file belongs to the image"),
    ]
}
