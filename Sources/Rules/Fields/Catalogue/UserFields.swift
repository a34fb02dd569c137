/// `user.*` and `group.*`.
enum UserFields {
    static let definitions: [FieldDefinition] = [
        FieldDefinition(.userUid, "user.uid", .uint32, needs: .process, "effective user id"),
        FieldDefinition(
            .userName, "user.name", .charbuf, needs: .process,
            gVisor: .partly("a container's user table is out of reach: root for 0, else <NA>"),
            "name of the effective user"),
        FieldDefinition(
            .userHomedir, "user.homedir", .charbuf, needs: .process,
            gVisor: .partly("only that of uid 0"), "home of the effective user"),
        FieldDefinition(
            .userShell, "user.shell", .charbuf, needs: .process,
            gVisor: .never("a container's user table is out of reach"),
            "login shell of the effective user"),
        FieldDefinition(
            .userLoginuid, "user.loginuid", .int64, needs: .process, gVisor: .partly("always -1"),
            "user id at login"),
        FieldDefinition(
            .userLoginname, "user.loginname", .charbuf, needs: .process,
            gVisor: .partly("always <NA>"), "name of the user who logged in"),
        FieldDefinition(.groupGid, "group.gid", .uint32, needs: .process, "effective group id"),
        FieldDefinition(
            .groupName, "group.name", .charbuf, needs: .process,
            gVisor: .partly("a container's group table is out of reach: root for 0, else <NA>"),
            "name of the effective group"),
    ]
}
