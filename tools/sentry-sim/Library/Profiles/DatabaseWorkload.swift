/// postgres: one process per client, pages of tables and of the write-ahead log.
final class DatabaseWorkload: Workload {
    private var postmaster: Task?
    private var listener = 0
    private var clients: [(process: Process, connection: Int, log: Int)] = []
    private var nextPort = 30_000
    private lazy var tables = names(24) {
        "/var/lib/postgresql/data/base/16384/\(16_400 + $0)"
    }

    override func begin() {
        let process = sandbox.startContainer(id: sandbox.name, ["postgres"])
        process.realUID = 999
        process.effectiveUID = 999
        process.gid = 999
        process.forgetContexts()
        let task = process.leader
        sandbox.load(
            task,
            [
                "libxml2.so.2", "libssl.so.3", "libcrypto.so.3", "libldap-2.5.so.0",
                "libm.so.6", "libc.so.6",
            ])
        for name in ["postgresql.conf", "pg_hba.conf", "PG_VERSION", "global/pg_control"] {
            sandbox.readFile(task, "/var/lib/postgresql/data/\(name)", byteCount: 8_192)
        }
        listener = sandbox.serve(task, port: 5_432)
        postmaster = task
        for _ in 0..<3 { arrive() }
    }

    private func arrive() {
        guard let postmaster else { return }
        nextPort = nextPort >= 60_000 ? 30_000 : nextPort + 1
        let connection = sandbox.accept(postmaster, listener, peerPort: nextPort)
        let client = sandbox.fork(postmaster)
        sandbox.close(postmaster, connection)
        sandbox.close(client.leader, listener)
        sandbox.readFile(
            client.leader, "/var/lib/postgresql/data/global/pg_filenode.map", byteCount: 524)
        let log = sandbox.open(
            client.leader, "/var/lib/postgresql/data/pg_wal/000000010000000000000001",
            Sandbox.OpenFlag.readWrite | Sandbox.OpenFlag.closeOnExec)
        clients.append((client, connection, log))
    }

    override func step() {
        if sandbox.random.once(in: 40) || clients.isEmpty {
            arrive()
            if clients.count > 6 { leave() }
            return
        }
        let (process, _, log) = clients[sandbox.random.below(clients.count)]
        let task = process.leader
        let table = tables[sandbox.random.below(24)]
        let number = sandbox.open(
            task, table, Sandbox.OpenFlag.readWrite | Sandbox.OpenFlag.closeOnExec)
        for _ in 0..<2 + sandbox.random.below(12) {
            let offset = Int64(sandbox.random.below(256)) * 8_192
            sandbox.transfer(task, number, 8_192, at: offset, .pread64)
        }
        if sandbox.random.once(in: 3) {
            let offset = Int64(sandbox.random.below(512)) * 8_192
            sandbox.transfer(task, log, 8_192, at: offset, .pwrite64)
            sandbox.rawCall(task, 75, Draft())
            sandbox.transfer(task, number, 8_192, at: offset, .pwrite64)
        }
        sandbox.close(task, number)
    }

    private func leave() {
        let (process, connection, log) = clients.removeFirst()
        sandbox.close(process.leader, connection)
        sandbox.close(process.leader, log)
        sandbox.end(process)
    }
}
