package import Rules

/// The upstream rules files beside the package.
package enum UpstreamRules {
    package static let current = [
        "falco-rules/falco_rules.yaml", "falco-rules/falco-incubating_rules.yaml",
        "falco-rules/falco-sandbox_rules.yaml",
    ]
    package static let old = ["falco-rules/0.33/falco_rules.yaml"]

    /// The rules of these files; nil, with a printed line, when one is missing or does not load.
    package static func load(_ names: [String]) -> RuleSet? {
        var loader = RulesLoader()
        for name in names {
            guard let path = SharedFiles.path(name) else { return nil }
            loader.load(String(decoding: SharedFiles.read(path), as: UTF8.self), name: name)
        }
        return loader.isSuccessful ? loader.ruleSet : nil
    }
}
