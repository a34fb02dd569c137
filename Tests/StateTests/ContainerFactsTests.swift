import Core
import Events
import State
import Testing

/// What outsiders tell of containers: metadata, users and groups.
@Suite struct ContainerFactsTests {
    private static let passwd = """
        root:x:0:0:root:/root:/bin/bash
        web:x:33:33:www:/srv/www:/usr/sbin/nologin

        # a comment
        second:x:33:1:the same id:/:/bin/sh
        short:x:7
        :x:8:8::/:/bin/sh
        negative:x:-1:8::/:/bin/sh
        large:x:4294967296:8::/:/bin/sh
        largest:x:4294967295:8::/:/bin/sh
        +nis
        """

    @Test func aUserFileIsReadLineByLine() {
        let users = ContainerUser.users(ofPasswd: Self.passwd)
        #expect(
            users == [
                ContainerUser(id: 0, name: "root", home: "/root", shell: "/bin/bash"),
                ContainerUser(id: 33, name: "web", home: "/srv/www", shell: "/usr/sbin/nologin"),
                ContainerUser(id: 33, name: "second", home: "/", shell: "/bin/sh"),
                ContainerUser(id: .max, name: "largest", home: "/", shell: "/bin/sh"),
            ])
        #expect(ContainerUser.users(ofPasswd: "") == [])
        #expect(ContainerUser.users(ofPasswd: "a:x:1:1::/:/bin/sh\r\nb:x:2:2::/:/x").count == 2)
    }

    @Test func aGroupFileIsReadLineByLine() {
        let groups = ContainerUser.groups(ofGroup: "wheel:x:10:a,b\nx:x\nadm::4:\n:x:5:\n")
        #expect(groups.map(\.id) == [10, 4])
        #expect(groups.map(\.name) == ["wheel", "adm"])
    }

    /// A table with a process of container "a" and one of container "b".
    private static func table(_ limits: StateLimits = EventMaker.smallLimits) -> EventMaker {
        var maker = EventMaker(limits: limits, isSentry: true)
        for (id, container) in [(1, "a"), (2, "b")] as [(Int32, String)] {
            maker.begin(203, thread: id)
            maker.event.task.containerID = maker.bytes(container)
            maker.set(0, 0)
            maker.send()
        }
        return maker
    }

    private static func container(_ maker: borrowing EventMaker, of id: Int32) -> ContainerSlot {
        maker.row(id)?.container ?? .none
    }

    @Test func namesBelongToOneContainer() {
        var maker = Self.table()
        let (a, b) = (Self.container(maker, of: 1), Self.container(maker, of: 2))
        #expect(maker.table.user(33, in: a) == nil)
        let isFound = maker.table.setContainerUsers(
            ContainerUser.users(ofPasswd: Self.passwd),
            groups: [ContainerUser(id: 33, name: "staff")], ofID: "a")
        #expect(isFound)
        // The first entry of an id counts, as for the C library.
        let user = maker.table.user(33, in: a)
        #expect(user.map { maker.text($0.name) } == "web")
        #expect(user.map { maker.text($0.home) } == "/srv/www")
        #expect(user.map { maker.text($0.shell) } == "/usr/sbin/nologin")
        #expect(maker.table.group(33, in: a).map { maker.text($0.name) } == "staff")
        #expect(maker.table.user(34, in: a) == nil)
        #expect(maker.table.user(33, in: b) == nil)
        #expect(maker.table.group(33, in: b) == nil)
        let isFoundElsewhere = maker.table.setContainerUsers([], groups: [], ofID: "c")
        #expect(!isFoundElsewhere)
    }

    @Test func newNamesReplaceOldOnes() {
        var maker = Self.table()
        let a = Self.container(maker, of: 1)
        let before = maker.table.symbols.count
        maker.table.setContainerUsers(
            [ContainerUser(id: 1, name: "one", home: "/1", shell: "/s1")], groups: [], ofID: "a")
        let generation = maker.table[a].generation
        maker.table.setContainerUsers([ContainerUser(id: 2, name: "two")], groups: [], ofID: "a")
        #expect(maker.table[a].generation != generation)
        #expect(maker.table.user(1, in: a) == nil)
        #expect(maker.table.user(2, in: a).map { maker.text($0.name) } == "two")
        maker.table.setContainerUsers([], groups: [], ofID: "a")
        #expect(maker.table.user(2, in: a) == nil)
        #expect(maker.table.symbols.count == before)
    }

    @Test func usersAreBoundedAndCounted() {
        var limits = EventMaker.smallLimits
        limits.usersPerContainer = 10
        var maker = Self.table(limits)
        let users = (0..<25).map { ContainerUser(id: UInt32($0), name: "u\($0)") }
        maker.table.setContainerUsers(users, groups: [], ofID: "a")
        #expect(maker.counters[.usersRefused] == 15)
        let a = Self.container(maker, of: 1)
        #expect(maker.table.user(9, in: a) != nil)
        #expect(maker.table.user(10, in: a) == nil)
        maker.table.closeSandbox(maker.sandbox)
        #expect(maker.table.symbols.count == 2)
    }

    @Test func metadataIsUnknownUntilItComes() {
        var maker = Self.table()
        let a = Self.container(maker, of: 1)
        #expect(!maker.table[a].hasMetadata)
        #expect(maker.table[a].name.isEmpty)
        #expect(maker.table[a].isPrivileged == .unknown)
        let generation = maker.table[a].generation
        var metadata = ContainerMetadata()
        metadata.name = "web"
        metadata.imageID = "1a"
        metadata.labels = ["k=v", "l="]
        metadata.mounts = []
        metadata.isPrivileged = false
        metadata.hasHostIPC = true
        let isFound = maker.table.setContainerMetadata(metadata, ofID: "a")
        #expect(isFound)
        #expect(maker.table[a].generation != generation)
        #expect(maker.text(maker.table[a].name) == "web")
        #expect(maker.text(maker.table[a].imageID) == "1a")
        #expect(maker.text(maker.table[a].labels) == "k=v\0l=")
        #expect(maker.table[a].areMountsKnown)
        #expect(maker.table[a].isPrivileged == .no)
        #expect(maker.table[a].hasHostIPC == .yes)
        #expect(maker.table[a].hasHostPID == .unknown)
        let b = Self.container(maker, of: 2)
        #expect(!maker.table[b].hasMetadata)
        // Told again, with less: nothing of before stays.
        maker.table.setContainerMetadata(ContainerMetadata(), ofID: "a")
        #expect(maker.table[a].name.isEmpty)
        #expect(!maker.table[a].areMountsKnown)
        maker.table.closeSandbox(maker.sandbox)
        #expect(maker.table.symbols.count == 2)
    }

    @Test func everyContainerIsAskedForOnce() {
        var maker = Self.table()
        func next() -> String? {
            let slot = maker.table.takeContainerToDescribe()
            return slot.isNone ? nil : maker.text(maker.table[slot].fullID)
        }
        #expect([next(), next()].compactMap(\.self).sorted() == ["a", "b"])
        #expect(next() == nil)
        maker.begin(203, thread: 3)
        maker.event.task.containerID = maker.bytes("c")
        maker.set(0, 0)
        maker.send()
        #expect(next() == "c")
        #expect(next() == nil)
    }
}
