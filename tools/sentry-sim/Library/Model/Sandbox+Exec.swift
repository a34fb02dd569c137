/// What `sentry/execve` says of a program that starts.
extension Sandbox {
    func emitExec(_ task: Task, _ program: Program) {
        guard let setting = world.selection.settings[Point.sentryExecve.index] else { return }
        let texts = world.texts
        let optional = setting.optionalFields
        var info = Draft()
        info.type = 3
        if optional.contains(.binaryInfo) { info.flags = DraftFlag.binaryInfo }
        if world.personality.isRecent {
            info.flags |= DraftFlag.recent
            if optional.contains(.binarySHA256) { info.flags |= DraftFlag.sha256 }
            if optional.contains(.binarySHA1) { info.flags |= DraftFlag.sha1 }
            if program.isUpperLayer { info.flags |= DraftFlag.upperLayer }
            if program.isMemfd { info.flags |= DraftFlag.memfd }
        }
        let path = program.binaryPath ?? Self.resolved(program.path)
        info.text0 = texts.id(path)
        info.text1 = texts.id(program.path)
        info.list0 = texts.list(program.arguments)
        info.list1 = task.process.environment
        info.n0 = 0o100_755
        info.n1 = Self.inode(of: path)
        info.n2 = 1_795_456_697
        info.n3 = 30_000 + info.n1 * 997
        if optional.contains(.descriptorInfo) {
            info.flags |= DraftFlag.stdio
            let paths = (0..<3).map { Int64(openPath(task, $0).rawValue) }
            info.n4 = paths[0] | paths[1] << 32
            info.n5 = paths[2]
        }
        world.scratch.removeAll()
        if optional.contains(.pipeProcesses), !appendPipes(of: task, setting) {
            noteLost()
            return
        }
        write(task, info, contextIndex: setting.contextIndex, tail: world.scratch)
    }

    private func openPath(_ task: Task, _ number: Int) -> TextID {
        task.process.descriptor(number)?.path ?? Texts.none
    }

    /// Adds who is at the other end of the pipes that standard input and output are; false when its
    /// context cannot be told.
    private func appendPipes(of task: Task, _ setting: PointSelection.Setting) -> Bool {
        // Fields 21 pipe_input_proc and 22 pipe_output_proc.
        for (own, other, tag) in [(0, 1, UInt16(0x01AA)), (1, 0, 0x01B2)] {
            guard let sibling = sibling(of: task, own: own, other: other) else { continue }
            let fields = world.selection.contexts[setting.contextIndex]
            let context = unsafe sibling.contexts.bytes(setting.contextIndex) {
                unsafe world.contexts.tail(of: sibling, fields)
            }
            guard let context = unsafe context else { return false }
            // It is read a moment before the exec's own context.
            let time = UInt64(bitPattern: nowNanos &+ 1_300)
            let hasTime = fields & 2 != 0
            let inner = context.count + (hasTime ? 1 + Varint.byteCount(time) : 0)
            let outer = fields == 0 ? 0 : 1 + Varint.byteCount(UInt64(inner)) + inner
            let room = unsafe world.scratch.reserve(32 + context.count)
            unsafe room.storeBytes(of: tag.littleEndian, as: UInt16.self)
            var end = unsafe Varint.put(UInt64(outer), at: room + 2)
            if fields != 0 {
                unsafe end.storeBytes(of: 0x0A, as: UInt8.self)
                unsafe end = Varint.put(UInt64(inner), at: end + 1)
                if hasTime {
                    unsafe end.storeBytes(of: 0x08, as: UInt8.self)
                    unsafe end = Varint.put(time, at: end + 1)
                }
            }
            unsafe world.scratch.advance(end - room)
            unsafe world.scratch.append(context)
        }
        return true
    }

    /// The child of the same parent whose descriptor `other` is the pipe that `own` is here.
    private func sibling(of task: Task, own: Int, other: Int) -> Task? {
        guard let pipe = task.process.descriptor(own)?.path, world.isPipe(pipe) else { return nil }
        var found: Process?
        for process in processes.values
        where process !== task.process && process.parentPID == task.process.parentPID
            && process.container === task.process.container
            && process.descriptor(other)?.path == pipe
        {
            if let known = found, known.pid < process.pid { continue }
            found = process
        }
        return found?.leader
    }
}
