import Core
import Events
import State

/// Drives a world, sends its messages with the losses and the order of a run, and compares.
struct ModelChecker: ~Copyable {
    let run: ModelTests.Run
    let world: World
    var maker = EventMaker(isSentry: true)
    var failures: [String] = []
    var sentCount = 0
    var checkCount = 0
    private var queues: [UInt64: [Telling]] = [:]
    /// How often an exec was visible, by its number; kept for the last few.
    private var visibleExecs: [Int: Int] = [:]
    private var hasLost = false
    private var stepIndex = 0
    private var digests: [UInt32: (stamp: UInt64, digest: String)] = [:]
    private var nextContainer = 0

    init(_ run: ModelTests.Run) {
        self.run = run
        world = World(seed: run.seed, idLimit: 90)
        var proof = ExecProof.sentryExecve
        if run.order == .exitsOnly { proof = .exits }
        maker.table.closeSandbox(maker.sandbox)
        let again = maker.table.openSandbox(execProof: proof)
        precondition(again == maker.sandbox)
    }

    mutating func step() {
        stepIndex += 1
        send(chooseStep())
    }

    /// A random step that the world's state allows.
    mutating func chooseStep() -> [Telling] {
        if world.processes.isEmpty || (world.chance(1) && world.processes.count < 40) {
            nextContainer += 1
            return world.startContainer("container-\(nextContainer)")
        }
        let tasks = world.tasks
        if tasks.isEmpty { return [] }
        let task = world.pick(tasks)
        let isFull = tasks.count > 60
        switch world.random.next() % 100 {
        case 0..<14: return isFull ? [] : world.clone(task, isThread: false)
        case 14..<20: return isFull ? [] : world.clone(task, isThread: true)
        case 20..<28: return world.exec(task, order: run.order)
        case 28..<40: return task.process.isInit ? [] : world.exit(task)
        case 40..<41:
            return task.process.isInit && world.chance(20)
                ? world.stopContainer(task.process.container) : []
        // Where a process without a beginning is, only its context tells.
        case 41..<42: return isFull || !run.tellsDirectory ? [] : world.startExecSession()
        case 42..<58: return world.open(task, sendsEnter: run.sendsEnter)
        case 58..<66: return world.close(task)
        case 66..<70: return world.duplicate(task)
        case 70..<73: return world.pipe(task)
        case 73..<77: return world.connect(task)
        case 77..<86: return world.read(task)
        case 86..<89: return world.mark(task)
        case 89..<92: return world.changeDirectory(task)
        case 92..<94: return world.changeUser(task)
        case 94..<95: return world.unshare(task)
        case 95..<98: return world.rename(task)
        default: return [world.neutral(task)]
        }
    }

    /// Sends at once, or through a queue per thread that is emptied at random.
    private mutating func send(_ tellings: [Telling]) {
        if !run.reorders {
            for telling in tellings { deliver(telling) }
            return
        }
        // An exec waits for the other threads, which tell of their end before: nothing of them can
        // come after what the new image does.
        if tellings.contains(where: { $0.execNumber > 0 }) {
            for telling in tellings { flush(telling.taskKey) }
            for telling in tellings { deliver(telling) }
            return
        }
        // The child's messages come after its clone; everything else may overtake.
        for telling in tellings {
            if telling.caller != nil || telling.isContainerStart {
                flush(telling.caller?.key ?? 0)
                deliver(telling)
            } else {
                queues[telling.taskKey, default: []].append(telling)
            }
        }
        while queues.values.reduce(0, { $0 + $1.count }) > 6 {
            let key = world.pick(queues.keys.sorted())
            flushOne(key)
        }
    }

    private mutating func flush(_ id: UInt64) {
        while queues[id] != nil { flushOne(id) }
    }

    private mutating func flushOne(_ id: UInt64) {
        guard var queue = queues[id] else { return }
        let telling = queue.removeFirst()
        queues[id] = queue.isEmpty ? nil : queue
        deliver(telling)
    }

    private mutating func deliver(_ telling: Telling) {
        if run.lossPercent > 0 && world.chance(run.lossPercent) {
            hasLost = true
            telling.tellsImageOf?.isImageTold = false
            return
        }
        if hasLost {
            maker.table.noteLoss(in: maker.sandbox)
            hasLost = false
        }
        maker.finishesAtOnce = false
        maker.deliver(telling, tellsDirectory: run.tellsDirectory)
        sentCount += 1
        check(telling)
        maker.table.finish(maker.event, maker.binding)
        telling.process.hasSpoken = true
        checkStamps(telling)
    }

    // MARK: - What one message must find

    private mutating func check(_ telling: Telling) {
        if telling.code == 186 { return }
        let slot = maker.binding.thread
        if slot.isNone {
            // Only a message that an id's next owner has overtaken may find nothing.
            if !run.reorders { fail(telling, "no thread") }
            return
        }
        let row = maker.table[slot]
        let truth = telling.truth
        let isExec = telling.code == 293 || telling.code == 292
        if !isExec || telling.isProof || telling.isContainerStart {
            expect(telling, "comm", maker.text(row.comm), truth.comm)
        }
        expect(telling, "uid", "\(row.uid)", "\(truth.uid)")
        expect(telling, "pid", "\(row.processID)", "\(truth.processID)")
        let common = maker.table.commonRow(of: slot)
        expect(telling, "cwd", maker.text(maker.table[common].cwd), truth.cwd)
        let container = maker.table[maker.table[slot].container].fullID
        expect(telling, "container", maker.text(container), truth.container)
        checkParent(telling, slot)
        if !isExec && !run.reorders && telling.process.isImageTold {
            checkImage(telling, common)
        }
        if telling.isProof {
            expect(telling, "exe", maker.text(row.exe), truth.exe)
            expect(telling, "exepath", maker.text(row.exePath), truth.exePath)
            let list = truth.arguments.joined(separator: "\0")
            expect(telling, "args", maker.text(row.arguments), list)
        }
        if telling.execNumber > 0 { checkVisibility(telling) }
        if let name = telling.fileName {
            let found = maker.binding.descriptor
            let text = found.isNone ? "none" : maker.text(maker.table[found].name)
            expect(telling, "fd.name", text, name)
        }
    }

    /// The image that was told last, or none: never an older one.
    private mutating func checkImage(_ telling: Telling, _ common: ThreadSlot) {
        let row = maker.table[common]
        let truth = telling.truth
        if maker.text(row.exe) == "<NA>" {
            expect(telling, "args of an unknown image", maker.text(row.arguments), "")
            return
        }
        expect(telling, "exe", maker.text(row.exe), truth.exe)
        expect(telling, "exepath", maker.text(row.exePath), truth.exePath)
        let list = truth.arguments.joined(separator: "\0")
        expect(telling, "args", maker.text(row.arguments), list)
    }

    /// One message of an exec is shown, whichever; without losses exactly one.
    private mutating func checkVisibility(_ telling: Telling) {
        let number = telling.execNumber
        if maker.binding.isVisible { visibleExecs[number, default: 0] += 1 }
        if visibleExecs[number, default: 0] > 1 { fail(telling, "exec is visible twice") }
        let isLast = run.order == .new ? telling.isProof : !telling.isProof
        if isLast && run.lossPercent == 0 && visibleExecs[number] == nil {
            fail(telling, "exec is not visible")
        }
        if number % 64 == 0 { visibleExecs = visibleExecs.filter { $0.key > number - 64 } }
    }

    private mutating func checkParent(_ telling: Telling, _ slot: ThreadSlot) {
        let parent = maker.table.parent(of: slot)
        let truth = telling.truth
        if parent.isNone {
            // Of a process whose main thread is gone a dump may have shown nothing else.
            let isCutOff = run.isImported && telling.process.parent?.hasLostLeader ?? false
            if run.lossPercent == 0 && !run.reorders && truth.parentID != 0 && !isCutOff {
                fail(telling, "parent is not known")
            }
            return
        }
        if truth.parentID == 0 {
            // A context without parent may be one that was not asked for one.
            if run.lossPercent == 0 && !run.reorders { fail(telling, "has a parent") }
            return
        }
        expect(telling, "parent", "\(maker.table[parent].processID)", "\(truth.parentID)")
        // A parent that has never spoken nor been announced may still have its predecessor's row.
        let isKnown =
            world.processes.first { $0.start == truth.parentStart }?.hasSpoken ?? false
        if isKnown || run.lossPercent == 0 && !run.reorders {
            let start = maker.table[parent].cloneTimeNanos
            expect(telling, "parent's start", "\(start)", "\(truth.parentStart)")
        }
    }

    private mutating func expect(
        _ telling: Telling, _ what: String, _ found: String, _ expected: String
    ) {
        checkCount += 1
        if found != expected { fail(telling, "\(what) is \(found), not \(expected)") }
    }

    private mutating func fail(_ telling: Telling, _ text: String) {
        let text = text.replacing("\0", with: "_")
        failures.append(
            "step \(stepIndex), code \(telling.code), thread \(telling.threadID): \(text)")
    }

    // MARK: - Stamps

    /// While a thread's stamp stays the same, so does everything that its process fields show.
    private mutating func checkStamps(_ telling: Telling) {
        var ids = [telling.threadID]
        let tasks = world.tasks
        if !tasks.isEmpty && sentCount % 2 == 0 {
            ids += [world.pick(tasks).id, world.pick(tasks).id]
        }
        for id in ids {
            let slot = maker.slot(Int32(id))
            if slot.isNone { continue }
            let stamp = maker.table.processStamp(of: slot)
            let digest = self.digest(slot)
            if let last = digests[slot.rawValue], last.stamp == stamp, last.digest != digest {
                fail(telling, "stamp of \(id) hides a change: \(last.digest) → \(digest)")
            }
            digests[slot.rawValue] = (stamp, digest)
        }
    }

    private func digest(_ slot: ThreadSlot) -> String {
        let row = maker.table[slot]
        let common = maker.table[maker.table.commonRow(of: slot)]
        var text = "\(row.threadID)|\(row.processID)|\(row.uid)|\(maker.text(row.comm))"
        text += "|\(maker.text(row.exe))|\(maker.text(row.exePath))|\(maker.text(row.arguments))"
        text += "|\(maker.text(common.cwd))|\(maker.text(common.environment))|\(row.isSynthetic)"
        text += "|\(row.cloneTimeNanos)|\(row.sessionID)|\(row.container.rawValue)"
        for steps in 1...3 {
            let up = maker.table.ancestor(of: slot, steps)
            if up.isNone { break }
            let other = maker.table[up]
            text += "|\(other.processID) \(maker.text(other.comm)) \(maker.text(other.arguments))"
            text += " \(maker.text(other.environment)) \(maker.text(other.exePath))"
        }
        let leader = maker.table.sessionLeader(of: slot)
        if !leader.isNone { text += "|\(maker.text(maker.table[leader].comm))" }
        return text
    }

    // MARK: - Everything

    /// With a complete stream the table is the world.
    mutating func compareEverything() {
        var rowCount = 0
        for process in world.processes {
            if process.leader == nil { rowCount += 1 }
            for task in process.tasks {
                rowCount += 1
                compare(task)
            }
            compareFiles(process)
        }
        let count = Int(maker.table[maker.sandbox].threadCount)
        if count != rowCount {
            failures.append("step \(stepIndex): \(count) rows, the world has \(rowCount)")
        }
        checkCount += rowCount
    }

    private mutating func compare(_ task: World.Task) {
        guard let row = maker.row(Int32(task.id)) else {
            failures.append("step \(stepIndex): thread \(task.id) is missing")
            return
        }
        let process = task.process
        let main = maker.table[row.leader]
        let found = [
            maker.text(row.comm), "\(row.uid)", "\(row.processID)", "\(row.cloneTimeNanos)",
            maker.text(main.exe), maker.text(main.exePath), maker.text(main.arguments),
            maker.text(main.cwd), "\(main.threadCount)",
        ]
        let expected = [
            task.comm, "\(task.uid)", "\(process.id)", "\(task.start)", process.exe,
            process.exePath, process.arguments.joined(separator: "\0"), process.directory,
            "\(process.tasks.count)",
        ]
        if found != expected {
            failures.append("step \(stepIndex), thread \(task.id): \(found), not \(expected)")
        }
    }

    private mutating func compareFiles(_ process: World.Process) {
        let slot = maker.slot(Int32(process.id))
        if slot.isNone { return }
        let count = maker.table.descriptorCount(of: slot)
        if count != process.files.entries.count {
            failures.append(
                "step \(stepIndex), process \(process.id): \(count) descriptors, not "
                    + "\(process.files.entries.count)")
        }
        for (number, entry) in process.files.entries {
            let found = maker.descriptor(Int64(number), of: Int32(process.id))
            let text = found.map { "\(maker.text($0.name)) \($0.type) \($0.isCloseOnExec)" }
            let expected = "\(entry.file.name) \(entry.file.type) \(entry.closesOnExec)"
            if text != expected {
                failures.append(
                    "step \(stepIndex), \(process.id) fd \(number): \(text ?? "-"), not \(expected)"
                )
            }
        }
    }
}
