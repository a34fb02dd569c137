package import Rules

/// An alert as of an ordinary rule: ten values and their text.
package enum AlertSample {
    package static func plans(isJSON: Bool) throws -> OutputPlanSet {
        var rule = Rule(
            index: 0, name: "Write below binary dir", condition: .and([]),
            output: """
                File below a known binary directory opened for writing | file=%fd.name \
                pcmdline=%proc.pcmdline gparent=%proc.aname[2] evt_type=%evt.type user=%user.name \
                user_uid=%user.uid process=%proc.name proc_exepath=%proc.exepath \
                parent=%proc.pname command=%proc.cmdline terminal=%proc.tty
                """, priority: .error)
        rule.tags = ["T1543", "container", "filesystem", "maturity_sandbox", "mitre_persistence"]
        var settings = OutputSettings(hostname: "host1")
        settings.isJSON = isJSON
        return try OutputPlanSet(compiling: [rule], settings: settings)
    }

    private static let texts: [FieldID: ImmortalBytes] = [
        .fdName: ImmortalBytes("/usr/local/bin/some-file"),
        .procPcmdline: ImmortalBytes("bash /tmp/script-with-a-name.sh --option value"),
        .procAname: ImmortalBytes("containerd-shim"), .evtType: ImmortalBytes("openat"),
        .userName: ImmortalBytes("root"), .procName: ImmortalBytes("touch"),
        .procExepath: ImmortalBytes("/usr/bin/touch"), .procPname: ImmortalBytes("bash"),
        .procCmdline: ImmortalBytes("touch /usr/local/bin/some-file"),
    ]

    package static func value(_ operand: CheckedOperand) -> FieldValue {
        guard case .field(let field) = operand else { return .missing }
        switch field.id {
        case .userUid, .procTty: return .unsigned(0)
        default: return texts[field.id].map { .text($0.bytes) } ?? .missing
        }
    }
}
