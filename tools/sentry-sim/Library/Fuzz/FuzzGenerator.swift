/// Makes fuzz cases; case `index` of a seed is always the same.
package final class FuzzGenerator {
    let seed: UInt64
    var random = SimRandom(seed: 0)
    let world: World
    /// Valid streams to damage, each from its first message on.
    let streams: [[[UInt8]]]

    package init(seed: UInt64, personality: Personality) {
        self.seed = seed
        world = World(
            personality: personality, selection: PointSelection(everythingOf: personality))
        let profiles: [Profile] = [.attack, .web, .shell, .python, .database, .build, .idle]
        var streams: [[[UInt8]]] = []
        for (index, profile) in profiles.enumerated() {
            let sandbox = Sandbox(
                world: world, index: 1_000 + index, seed: seed,
                startNanos: CaptureGenerator.startNanos)
            let workload = profile.workload(sandbox)
            workload.begin()
            for _ in 0..<60 { workload.step() }
            streams.append(sandbox.takeMessages())
        }
        self.streams = streams
    }

    static let handshake: [UInt8] = [0x08, 0x01]

    /// Case `index`.
    package func make(_ index: Int) -> FuzzCase {
        random = SimRandom(seed: seed, part: index)
        switch random.below(20) {
        case 0...1: return handshakeCase()
        case 2...4: return headerCase()
        case 5...11: return protobufCase()
        case 12...17: return semanticsCase()
        default: return timingCase()
        }
    }

    /// A piece of a valid stream, mostly its beginning.
    func validMessages() -> [[UInt8]] {
        let stream = random.pick(streams)
        let count = 1 + random.below(24)
        let start = random.once(in: 3) ? random.below(max(1, stream.count - count)) : 0
        return Array(stream[start..<min(stream.count, start + count)])
    }

    func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    }

    private func handshakeCase() -> FuzzCase {
        var actions: [FuzzCase.Action]
        switch random.below(10) {
        case 0: actions = [.connect([])]
        case 1: actions = [.connect([0x08, 0x00])]
        case 2: actions = [.connect([0x08, 0x02, 0x10, 0x07])]
        case 3: actions = [.connect(bytes(1 + random.below(40)))]
        case 4: actions = [.connect(bytes(10_240 + random.below(3) - 1))]
        case 5: actions = [.connect([0x08] + [UInt8](repeating: 0xFF, count: 11))]
        case 6: actions = [.connect(nil), .send(random.pick(streams)[0])]
        case 7: actions = [.connect(Self.handshake), .send(Self.handshake), .send([])]
        case 8: actions = [.connect([0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F])]
        default: actions = [.connect([0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F])]
        }
        actions += validMessages().prefix(3).map { .send($0) }
        return FuzzCase(layer: .handshake, actions: actions + [.close])
    }

    private func headerCase() -> FuzzCase {
        var actions: [FuzzCase.Action] = [.connect(Self.handshake)]
        for var message in validMessages() {
            switch random.below(9) {
            case 0: put(UInt64(random.below(12)), in: &message, at: 0, count: 2)
            case 1: put(random.next(), in: &message, at: 0, count: 2)
            case 2: put(random.next(), in: &message, at: 2, count: 2)
            case 3: put(UInt64(random.below(45)), in: &message, at: 2, count: 2)
            case 4: put(random.next(), in: &message, at: 4, count: 4)
            case 5: put(0xFFFF_FFF0 + UInt64(random.below(32)), in: &message, at: 4, count: 4)
            case 6: message = Array(message.prefix(random.below(12)))
            case 7:
                // A longer header of a later release: legal.
                let extra = random.below(200)
                put(UInt64(8 + extra), in: &message, at: 0, count: 2)
                message.insert(contentsOf: bytes(extra), at: 8)
            default: break
            }
            actions.append(.send(message))
        }
        return FuzzCase(layer: .header, actions: actions + [.close])
    }

    private func put(_ value: UInt64, in message: inout [UInt8], at offset: Int, count: Int) {
        for index in 0..<count where offset + index < message.count {
            message[offset + index] = UInt8(truncatingIfNeeded: value >> UInt64(8 * index))
        }
    }

    private func timingCase() -> FuzzCase {
        var actions: [FuzzCase.Action] = []
        switch random.below(6) {
        case 0: actions = [.connect(nil), .abandon]
        case 1: actions = [.connect(Self.handshake), .abandon]
        case 2:
            for _ in 0..<1 + random.below(40) { actions += [.connect(nil), .close] }
        case 3:
            for _ in 0..<1 + random.below(20) {
                actions += [.connect(Self.handshake), .send(random.pick(streams)[0]), .close]
            }
        case 4:
            actions = [.connect(Self.handshake)]
            for message in validMessages().prefix(6) { actions += [.send(message), .wait(1)] }
            actions.append(.close)
        default: actions = [.connect(nil), .wait(random.below(4)), .close]
        }
        return FuzzCase(layer: .timing, actions: actions)
    }
}
