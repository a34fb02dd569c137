import Decode

extension CloneInfo: Listed {
    func list(into values: inout DecodedValues) {
        values.list.number(createdThreadId)
        values.list.number(createdThreadGroupId)
        values.list.number(createdThreadStartTimeNs)
        values.list.number(flags)
    }
}

extension ContainerStart: Listed {
    func list(into values: inout DecodedValues) {
        values.text(id)
        values.text(cwd)
        values.texts(args)
        values.texts(env)
        values.list.flag(terminal)
    }
}

extension ExecveInfo: Listed {
    func list(into values: inout DecodedValues) {
        values.text(binaryPath)
        values.texts(argv)
        values.texts(env)
        values.list.number(binaryMode)
        values.list.number(binaryUid)
        values.list.number(binaryGid)
        values.binary(binarySha256)
        values.list.flag(binaryOverlayfsUpper)
        values.list.number(binaryIno)
        values.submessage(binaryCtime.isPresent) { binaryCtime.list(into: &$0) }
        let descriptors = values.message.execDescriptors
        values.submessage(descriptors.stdin.isPresent) { descriptors.stdin.list(into: &$0) }
        values.submessage(descriptors.stdout.isPresent) { descriptors.stdout.list(into: &$0) }
        values.submessage(descriptors.stderr.isPresent) { descriptors.stderr.list(into: &$0) }
        values.list.flag(binaryOverlayfsLower)
        values.binary(binarySha1)
        values.text(execfn)
        values.list.number(binarySize)
        values.list.number(binaryNlink)
        values.list.flag(binaryInMemfd)
        let input = descriptors.pipeInputProc
        values.submessage(input.isPresent) { input.list(into: &$0) }
        let output = descriptors.pipeOutputProc
        values.submessage(output.isPresent) { output.list(into: &$0) }
    }
}

extension ExitNotifyParentInfo: Listed {
    func list(into values: inout DecodedValues) {
        values.list.number(exitStatus)
    }
}

extension FdInfo: Listed {
    func list(into values: inout DecodedValues) {
        values.list.number(mode)
        values.list.number(ino)
        values.text(path)
        values.submessage(socket.isPresent) { socket.list(into: &$0) }
    }
}

extension ItimerSpec: Listed {
    func list(into values: inout DecodedValues) {
        values.submessage(interval.isPresent) { interval.list(into: &$0) }
        values.submessage(value.isPresent) { value.list(into: &$0) }
    }
}

extension MessageContext: Listed {
    func list(into values: inout DecodedValues) {
        values.list.number(timeNanos)
        values.list.number(threadID)
        values.list.number(threadStartTimeNanos)
        values.list.number(threadGroupID)
        values.list.number(threadGroupStartTimeNanos)
        values.text(containerID)
        values.submessage(credentials.isPresent) { credentials.list(into: &$0) }
        values.text(cwd)
        values.text(processName)
        values.list.number(parentThreadGroupID)
        values.list.flag(isExecSession)
    }
}

extension MessageCredentials: Listed {
    func list(into values: inout DecodedValues) {
        values.list.number(realUID)
        values.list.number(effectiveUID)
        values.list.number(savedUID)
        values.list.number(realGID)
        values.list.number(effectiveGID)
        values.list.number(savedGID)
    }
}

extension MmapInfo: Listed {
    func list(into values: inout DecodedValues) {
        values.text(mappedPath)
        values.list.number(mappedIno)
        values.list.number(mappedMode)
        values.list.number(mappedUid)
        values.list.number(mappedGid)
        values.list.flag(isInitialMmap)
        values.submessage(mappedCtime.isPresent) { mappedCtime.list(into: &$0) }
        values.list.flag(overlayfsUpper)
        values.list.flag(overlayfsLower)
    }
}

extension PipeProcInfo: Listed {
    func list(into values: inout DecodedValues) {
        values.submessage(context.isPresent) { context.list(into: &$0) }
    }
}

extension SocketInfo: Listed {
    func list(into values: inout DecodedValues) {
        values.list.number(family)
        values.submessage(local.isPresent) { local.list(into: &$0) }
        values.submessage(remote.isPresent) { remote.list(into: &$0) }
    }
}

extension SocketIp: Listed {
    func list(into values: inout DecodedValues) {
        values.list.number(family)
        values.binary(ip)
        values.list.number(port)
    }
}

extension StructRlimit: Listed {
    func list(into values: inout DecodedValues) {
        values.list.number(cur)
        values.list.number(max)
    }
}

extension TaskExit: Listed {
    func list(into values: inout DecodedValues) {
        values.list.number(exitStatus)
    }
}

extension Timespec: Listed {
    func list(into values: inout DecodedValues) {
        values.list.number(sec)
        values.list.number(nsec)
    }
}
