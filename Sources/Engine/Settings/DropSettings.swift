/// `syscall_event_drops`: what happens when sandboxes could not send all their messages.
package struct DropSettings: Sendable, Equatable {
    package enum Action: String, Sendable, CaseIterable {
        case ignore, log, alert, exit
    }

    /// Share of lost events within a second, above which something happens.
    package var threshold = 0.1
    /// Actions that a second adds to the bucket, and how many it holds.
    package var ratePerSecond = 0.03333
    package var maxBurst = 1.0
    /// Without configuration losses are told: nobody should have to ask.
    package var actions: Set<Action> = [.log, .alert]

    package init() {}

    /// Reads the keys. `ignore` beside other actions is an error.
    init(_ value: ConfigNode) throws(ConfigNode.Failure) {
        let key = "syscall_event_drops"
        let group = try ConfigGroup(
            key, value, keys: ["threshold", "actions", "rate", "max_burst", "simulate_drops"])
        threshold = try Self.number(group, key, "threshold") ?? threshold
        ratePerSecond = try Self.number(group, key, "rate") ?? ratePerSecond
        maxBurst = try Self.number(group, key, "max_burst") ?? maxBurst
        guard threshold <= 1 else {
            throw ConfigNode.Failure("\(key).threshold: found \(threshold), expected 0 to 1")
        }
        guard let list = group["actions"] else { return }
        actions = []
        for name in try list.expectList("\(key).actions") {
            guard let action = Action(rawValue: name) else {
                throw ConfigNode.Failure(
                    "\(key).actions: found '\(name)', expected ignore, log, alert or exit")
            }
            actions.insert(action)
        }
        if actions.contains(.ignore), actions.count > 1 {
            throw ConfigNode.Failure("\(key).actions: ignore excludes other actions")
        }
    }

    private static func number(
        _ group: ConfigGroup, _ key: String, _ name: String
    ) throws(ConfigNode.Failure) -> Double? {
        guard let value = group[name] else { return nil }
        guard let number = value.text.flatMap({ Double($0) }), number.isFinite, number >= 0 else {
            throw ConfigNode.Failure(
                "\(key).\(name): found \(value.kindName), expected a number from 0 on")
        }
        return number
    }
}
