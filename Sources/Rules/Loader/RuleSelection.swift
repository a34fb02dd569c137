/// One entry of the configuration's `rules` section.
package struct RuleSelector: Equatable, Sendable {
    package var enables: Bool
    /// `rule`: a wildcard on names.
    package var rule: RuleNamePattern?
    /// `tag`: one whole tag.
    package var tag: String?

    package init(enables: Bool, rule: String? = nil, tag: String? = nil) {
        self.enables = enables
        self.rule = rule.map { RuleNamePattern($0) }
        self.tag = tag
    }

    /// Whether the entry is about a rule.
    package func matches(_ candidate: Rule) -> Bool {
        rule?.matches(candidate.name) == true || tag.map(candidate.tags.contains) == true
    }
}

extension RuleSet {
    /// The set with `selectors` applied in order and rules less severe than `minimumPriority`
    /// disabled.
    ///
    /// Enabled rules come first, in evaluation order: a rule that is disabled and enabled again
    /// goes behind those that stayed enabled. `index` is numbered anew.
    package func selecting(
        _ selectors: [RuleSelector], minimumPriority: RulePriority = .debug
    ) -> RuleSet {
        let isSevere = rules.map { $0.priority <= minimumPriority }
        var order = rules.indices.filter { rules[$0].isEnabled && isSevere[$0] }
        for selector in selectors {
            let matching = rules.indices.filter { selector.matches(rules[$0]) }
            if selector.enables {
                let known = Set(order)
                order += matching.filter { isSevere[$0] && !known.contains($0) }
            } else {
                let dropped = Set(matching)
                order.removeAll { dropped.contains($0) }
            }
        }
        let enabled = Set(order)
        var selected = self
        selected.rules = (order + rules.indices.filter { !enabled.contains($0) }).map { rules[$0] }
        for index in selected.rules.indices {
            selected.rules[index].isEnabled = index < order.count
            selected.rules[index].index = index
        }
        return selected
    }

    /// Rules that are evaluated.
    package var enabledRules: ArraySlice<Rule> { rules.prefix { $0.isEnabled } }
}
