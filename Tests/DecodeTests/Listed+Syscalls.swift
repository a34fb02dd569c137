import Decode

extension AcceptSyscall: Listed {
    func list(into values: inout DecodedValues) {
        values.list.number(fd)
        values.text(fdPath)
        values.binary(address)
        values.list.number(flags)
    }
}

extension BindSyscall: Listed {
    func list(into values: inout DecodedValues) {
        values.list.number(fd)
        values.text(fdPath)
        values.binary(address)
    }
}

extension ChdirSyscall: Listed {
    func list(into values: inout DecodedValues) {
        values.list.number(fd)
        values.text(fdPath)
        values.text(pathname)
    }
}

extension ChrootSyscall: Listed {
    func list(into values: inout DecodedValues) {
        values.text(pathname)
    }
}

extension CloneSyscall: Listed {
    func list(into values: inout DecodedValues) {
        values.list.number(flags)
        values.list.number(stack)
        values.list.number(newTid)
        values.list.number(tls)
    }
}

extension CloseSyscall: Listed {
    func list(into values: inout DecodedValues) {
        values.list.number(fd)
        values.text(fdPath)
    }
}

extension ConnectSyscall: Listed {
    func list(into values: inout DecodedValues) {
        values.list.number(fd)
        values.text(fdPath)
        values.binary(address)
    }
}

extension DupSyscall: Listed {
    func list(into values: inout DecodedValues) {
        values.list.number(oldFd)
        values.list.number(newFd)
        values.text(fdPath)
        values.list.number(flags)
    }
}

extension EventfdSyscall: Listed {
    func list(into values: inout DecodedValues) {
        values.list.number(val)
        values.list.number(flags)
    }
}

extension ExecveSyscall: Listed {
    func list(into values: inout DecodedValues) {
        values.list.number(fd)
        values.text(fdPath)
        values.text(pathname)
        values.texts(argv)
        values.texts(envv)
        values.list.number(flags)
    }
}

extension FcntlSyscall: Listed {
    func list(into values: inout DecodedValues) {
        values.list.number(fd)
        values.text(fdPath)
        values.list.number(cmd)
        values.list.number(args)
    }
}

extension ForkSyscall: Listed {
    func list(into values: inout DecodedValues) {
    }
}

extension InotifyAddWatchSyscall: Listed {
    func list(into values: inout DecodedValues) {
        values.list.number(fd)
        values.text(fdPath)
        values.text(pathname)
        values.list.number(mask)
    }
}

extension InotifyInitSyscall: Listed {
    func list(into values: inout DecodedValues) {
        values.list.number(flags)
    }
}

extension InotifyRmWatchSyscall: Listed {
    func list(into values: inout DecodedValues) {
        values.list.number(fd)
        values.text(fdPath)
        values.list.number(wd)
    }
}

extension ListenSyscall: Listed {
    func list(into values: inout DecodedValues) {
        values.list.number(fd)
        values.text(fdPath)
        values.list.number(backlog)
        values.binary(address)
        values.list.number(socketFamily)
        values.list.number(socketType)
    }
}

extension MmapSyscall: Listed {
    func list(into values: inout DecodedValues) {
        values.list.number(fd)
        values.text(fdPath)
        values.list.number(addr)
        values.list.number(length)
        values.list.number(prot)
        values.list.number(flags)
        values.list.number(offset)
    }
}

extension OpenSyscall: Listed {
    func list(into values: inout DecodedValues) {
        values.list.number(fd)
        values.text(fdPath)
        values.text(pathname)
        values.list.number(flags)
        values.list.number(mode)
    }
}

extension PipeSyscall: Listed {
    func list(into values: inout DecodedValues) {
        values.list.number(flags)
        values.list.number(reader)
        values.list.number(writer)
    }
}

extension PrlimitSyscall: Listed {
    func list(into values: inout DecodedValues) {
        values.list.number(pid)
        values.list.number(resource)
        values.submessage(newLimit.isPresent) { newLimit.list(into: &$0) }
        values.submessage(oldLimit.isPresent) { oldLimit.list(into: &$0) }
    }
}

extension PtraceSyscall: Listed {
    func list(into values: inout DecodedValues) {
        values.list.number(request)
        values.list.number(pid)
    }
}

extension RawSyscall: Listed {
    func list(into values: inout DecodedValues) {
        values.list.number(arg1)
        values.list.number(arg2)
        values.list.number(arg3)
        values.list.number(arg4)
        values.list.number(arg5)
        values.list.number(arg6)
    }
}

extension ReadSyscall: Listed {
    func list(into values: inout DecodedValues) {
        values.list.number(fd)
        values.text(fdPath)
        values.list.number(count)
        values.list.flag(hasOffset)
        values.list.number(offset)
        values.list.number(flags)
    }
}

extension SetidSyscall: Listed {
    func list(into values: inout DecodedValues) {
        values.list.number(id)
    }
}

extension SetresidSyscall: Listed {
    func list(into values: inout DecodedValues) {
        values.list.number(rid)
        values.list.number(eid)
        values.list.number(sid)
    }
}

extension SignalfdSyscall: Listed {
    func list(into values: inout DecodedValues) {
        values.list.number(fd)
        values.text(fdPath)
        values.list.number(sigset)
        values.list.number(flags)
    }
}

extension SocketPairSyscall: Listed {
    func list(into values: inout DecodedValues) {
        values.list.number(domain)
        values.list.number(type)
        values.list.number(protocolNumber)
        values.list.number(socket1)
        values.list.number(socket2)
    }
}

extension SocketSyscall: Listed {
    func list(into values: inout DecodedValues) {
        values.list.number(domain)
        values.list.number(type)
        values.list.number(protocolNumber)
    }
}

extension TimerfdCreateSyscall: Listed {
    func list(into values: inout DecodedValues) {
        values.list.number(clockId)
        values.list.number(flags)
    }
}

extension TimerfdGettimeSyscall: Listed {
    func list(into values: inout DecodedValues) {
        values.list.number(fd)
        values.text(fdPath)
        values.submessage(curValue.isPresent) { curValue.list(into: &$0) }
    }
}

extension TimerfdSettimeSyscall: Listed {
    func list(into values: inout DecodedValues) {
        values.list.number(fd)
        values.text(fdPath)
        values.list.number(flags)
        values.submessage(newValue.isPresent) { newValue.list(into: &$0) }
        values.submessage(oldValue.isPresent) { oldValue.list(into: &$0) }
    }
}

extension WriteSyscall: Listed {
    func list(into values: inout DecodedValues) {
        values.list.number(fd)
        values.text(fdPath)
        values.list.number(count)
        values.list.flag(hasOffset)
        values.list.number(offset)
        values.list.number(flags)
    }
}
