import Rules
import State
import TestSupport
import Testing

/// Names of users and groups: the container's own, or none. The machine's users are somebody else.
@Suite struct UserNameTests {
    private static let names = ["user.name", "group.name", "user.homedir", "user.shell"]

    /// What an event of a process with this user shows, once the container's files were given.
    private static func shown(
        uid: Int64, users: [ContainerUser]? = nil, groups: [ContainerUser] = []
    ) throws -> [String] {
        let run = TextCaseRun()
        _ = try run.observe([run.open()], [])
        if let users {
            run.run.state.setContainerUsers(users, groups: groups, ofID: TextCaseRun.container)
        }
        let opened = run.message(7, uid: uid, gid: uid) {
            $0.message(2) { $0.number(1, 4) }
            $0.number(3, 2)
            $0.number(4, -100)
            $0.text(6, "/etc/passwd")
        }
        let seen = try run.observe([opened], names)
        return names.map { seen[$0] ?? "-" }
    }

    /// Ids that nearly every machine has names for: 1 is daemon, 33 www-data.
    @Test(arguments: [1, 2, 33, 1000, 65534] as [Int64])
    func withoutTheContainersFilesThereAreNoNames(_ uid: Int64) throws {
        #expect(try Self.shown(uid: uid) == ["<NA>", "<NA>", "<NA>", "<NA>"])
        // Nor are there any when the files are there and do not have the id.
        let users = [ContainerUser(id: 7, name: "other", home: "/o", shell: "/s")]
        #expect(try Self.shown(uid: uid, users: users) == ["<NA>", "<NA>", "<NA>", "<NA>"])
    }

    @Test func theContainersOwnNamesAreShown() throws {
        let users = [
            ContainerUser(id: 0, name: "toor", home: "/r", shell: "/bin/ash"),
            ContainerUser(id: 33, name: "shop", home: "/srv", shell: "/bin/false"),
        ]
        let groups = [ContainerUser(id: 0, name: "zero"), ContainerUser(id: 33, name: "sales")]
        #expect(
            try Self.shown(uid: 33, users: users, groups: groups)
                == ["shop", "sales", "/srv", "/bin/false"])
        #expect(
            try Self.shown(uid: 0, users: users, groups: groups)
                == ["toor", "zero", "/r", "/bin/ash"])
    }

    @Test func idZeroIsRootEverywhere() throws {
        #expect(try Self.shown(uid: 0) == ["root", "root", "/root", "<NA>"])
    }
}
