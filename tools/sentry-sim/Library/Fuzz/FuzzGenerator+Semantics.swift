extension SimRandom: RandomNumberGenerator {}

/// Well-formed messages that no honest Sentry would send in this order, or with these values.
extension FuzzGenerator {
    func semanticsCase() -> FuzzCase {
        let sandbox = Sandbox(
            world: world, index: 2_000 + random.below(1_000_000), seed: seed,
            startNanos: CaptureGenerator.startNanos)
        switch random.below(12) {
        case 0: unknownThreads(sandbox)
        case 1: shuffled(sandbox)
        case 2: changingContainers(sandbox)
        case 3: largeArguments(sandbox)
        case 4: pathBombs(sandbox)
        case 5: extremeNumbers(sandbox)
        case 6: forkBomb(sandbox)
        case 7: descriptorBomb(sandbox)
        case 8: endlessEnds(sandbox)
        case 9: reusedIDs(sandbox)
        case 10: oddAddresses(sandbox)
        default: parentLoops(sandbox)
        }
        var messages = sandbox.takeMessages()
        if random.once(in: 4) { messages.shuffle(using: &random) }
        return FuzzCase(
            layer: .semantics,
            actions: [.connect(Self.handshake)] + messages.map { .send($0) } + [.close])
    }

    /// A task that nothing announced.
    private func stranger(pid: Int32? = nil, tid: Int32? = nil) -> Process {
        let texts = world.texts
        let container = Container(
            id: texts.id("c\(random.below(64))"), environment: Sandbox.environment,
            contextCount: world.selection.contexts.count)
        let process = Process(
            pid: pid ?? Int32(1 + random.below(70_000)), startNanos: Int64(random.below(1 << 30)),
            container: container, parentPID: Int32(random.below(100)), comm: texts.id("stranger"),
            cwd: texts.id("/"))
        if let tid {
            process.threads = [
                Task(tid: tid, startNanos: process.startNanos, process: process)
            ]
        }
        process.put(Descriptor(path: world.names.stdin), at: 0)
        return process
    }

    private func unknownThreads(_ sandbox: Sandbox) {
        for _ in 0..<1 + random.below(40) {
            let process = stranger()
            sandbox.readFile(process.leader, "/etc/hostname", byteCount: 12)
            if random.once(in: 2) { sandbox.end(process, code: Int64(random.below(256))) }
        }
    }

    private func shuffled(_ sandbox: Sandbox) {
        let workload = random.pick([Profile.attack, .shell, .python]).workload(sandbox)
        workload.begin()
        workload.step()
        var messages = sandbox.takeMessages()
        messages.shuffle(using: &random)
        for message in messages.prefix(60) { sandbox.requeue(message) }
    }

    private func changingContainers(_ sandbox: Sandbox) {
        for index in 0..<2 + random.below(30) {
            let process = sandbox.startContainer(
                id: String(repeating: "x", count: 50 * random.below(6)) + "\(index)", ["sh"])
            sandbox.open(process.leader, "/tmp/a")
        }
    }

    private func largeArguments(_ sandbox: Sandbox) {
        let process = sandbox.startContainer(id: sandbox.name, ["sh"])
        let texts = world.texts
        var info = Draft()
        info.type = 3
        info.text0 = texts.id("/bin/echo")
        let size = random.pick([1_000, 60_000, 200_000])
        if random.once(in: 2) {
            info.list0 = texts.list([String(repeating: "A", count: size)])
        } else {
            info.list0 = texts.list(Array(repeating: "b", count: size / 4))
        }
        sandbox.emit(process.leader, .sentryExecve, info)
        sandbox.open(process.leader, "/bin/after")
    }

    private func pathBombs(_ sandbox: Sandbox) {
        let process = sandbox.startContainer(id: sandbox.name, ["sh"])
        let parts = ["../", "./", "a/", "//", "a/../", "%s/", ".../", "\u{1B}[2J/"]
        let part = random.pick(parts)
        let path = String(repeating: part, count: 4_096 / part.utf8.count)
        sandbox.open(process.leader, path)
        sandbox.open(process.leader, "/" + path)
        sandbox.chdir(process.leader, "/" + path)
        sandbox.open(process.leader, path)
        sandbox.exec(
            process.leader, Sandbox.Program(path: "/" + path, arguments: [path]))
    }

    private func extremeNumbers(_ sandbox: Sandbox) {
        let extremes: [Int64] = [
            0, -1, 1, .max, .min, Int64(Int32.max), Int64(Int32.min), 1 << 32, 65_536, -100,
        ]
        let ids: [Int32] = [0, -1, 1, .max, .min, 65_536]
        for _ in 0..<20 {
            let process = stranger(pid: random.pick(ids), tid: random.pick(ids))
            var draft = Draft()
            draft.n0 = random.pick(extremes)
            draft.n1 = random.pick(extremes)
            draft.n2 = random.pick(extremes)
            draft.n3 = random.pick(extremes)
            draft.n4 = random.pick(extremes)
            draft.n5 = random.pick(extremes)
            draft.result = random.pick(extremes)
            draft.errno = random.pick([0, 0, 2, 512, -1, .max, .min])
            draft.text1 = world.texts.id("/etc/x")
            sandbox.call(process.leader, random.pick(Call.allCases), draft)
        }
    }

    private func forkBomb(_ sandbox: Sandbox) {
        var process = sandbox.startContainer(id: sandbox.name, ["sh"])
        let isChain = random.once(in: 2)
        for _ in 0..<50 + random.below(400) {
            let child = sandbox.fork(process.leader)
            if isChain { process = child }
        }
    }

    private func descriptorBomb(_ sandbox: Sandbox) {
        let process = sandbox.startContainer(id: sandbox.name, ["sh"])
        for index in 0..<200 + random.below(600) {
            sandbox.open(process.leader, "/tmp/f\(index)")
        }
        var draft = Draft()
        draft.n0 = 5
        draft.n1 = 1_000_000
        draft.result = 1_000_000
        sandbox.call(process.leader, .dup2, draft)
    }

    private func endlessEnds(_ sandbox: Sandbox) {
        let process = sandbox.startContainer(id: sandbox.name, ["sh"])
        for _ in 0..<5 { sandbox.end(process) }
        sandbox.open(process.leader, "/tmp/after-the-end")
        let child = sandbox.fork(process.leader)
        for _ in 0..<3 { sandbox.end(child) }
        sandbox.exec(child.leader, Sandbox.Program(path: "/bin/ls", arguments: []))
    }

    private func reusedIDs(_ sandbox: Sandbox) {
        let process = sandbox.startContainer(id: sandbox.name, ["sh"])
        for index in 0..<20 {
            announceClone(
                sandbox, process, tid: Int64(2 + index % 3), pid: Int64(2 + index % 2),
                startNanos: Int64(index), flags: Int64(random.below(1 << 30)))
            let child = stranger(pid: Int32(2 + index % 3))
            sandbox.open(child.leader, "/etc/passwd")
        }
    }

    private func announceClone(
        _ sandbox: Sandbox, _ parent: Process, tid: Int64, pid: Int64, startNanos: Int64,
        flags: Int64
    ) {
        var draft = Draft()
        draft.type = 2
        draft.n0 = tid
        draft.n1 = pid
        draft.n2 = startNanos
        draft.n3 = flags
        sandbox.emit(parent.leader, .sentryClone, draft)
    }

    private func oddAddresses(_ sandbox: Sandbox) {
        let process = sandbox.startContainer(id: sandbox.name, ["sh"])
        for _ in 0..<12 {
            let number = sandbox.socket(
                process.leader, family: Int64(random.below(48)), type: Int64(random.below(12)))
            var address = bytes(random.below(200))
            if address.count > 1, random.once(in: 2) {
                address[0] = [1, 2, 10, 16, 17][random.below(5)]
                address[1] = 0
            }
            sandbox.connect(process.leader, number, world.texts.id(bytes: address))
            if number < 3 { continue }
            sandbox.duplicate(process.leader, number, to: random.below(3))
        }
    }

    private func parentLoops(_ sandbox: Sandbox) {
        let process = sandbox.startContainer(id: sandbox.name, ["sh"])
        let pairs: [(Int32, Int64)] = [(2, 3), (3, 2), (4, 4), (5, 6), (6, 7), (7, 5), (1, 2)]
        for (parent, child) in pairs {
            let process = stranger(pid: parent)
            announceClone(sandbox, process, tid: child, pid: child, startNanos: 77, flags: 0)
            sandbox.exec(
                process.leader, Sandbox.Program(path: "/bin/sh", arguments: ["sh", "-c", "x"]))
        }
        sandbox.open(process.leader, "/etc/shadow")
    }
}
