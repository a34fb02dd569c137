import Rules
import Testing

/// `-L` and `-l RULE`.
@Suite struct LoaderDescriptionTests {
    private func description() -> RulesDescription {
        var loader = RulesLoader()
        loader.load(
            """
            - required_engine_version: 0.57.0
            - required_plugin_versions:
              - {name: container, version: 0.4.0}
            - list: inner
              items: [sh, bash]
            - list: shells
              items: [inner, zsh]
            - macro: is_shell
              condition: proc.name in (shells)
            - rule: Shell
              desc: a shell opened a file that it should not have opened, and this text is long
              condition: evt.type in (open, openat) and is_shell
              output: shell %proc.name opened %fd.name
              priority: info
              tags: [z, a]
              exceptions:
              - name: e
                fields: [fd.name, toupper(proc.name)]
                comps: [startswith, =]
                values: [[/tmp, X]]
            - rule: Off
              desc: d
              condition: evt.type = close
              output: o
              priority: DEBUG
              enabled: false
            """, name: "f.yaml")
        #expect(loader.isSuccessful, "\(loader.results[0].report)")
        return RulesDescription(loader.ruleSet)
    }

    @Test func theTableWrapsDescriptions() {
        let blanks = String(repeating: " ", count: 46)
        let text = description().text() ?? ""
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[0] == "Rule\(blanks) Description")
        #expect(lines[1] == "----\(blanks) -----------")
        #expect(lines[3].hasPrefix("Shell "))
        #expect(lines[3].hasSuffix(" a shell opened a file that it should not have opened, and"))
        #expect(lines[4] == "\(String(repeating: " ", count: 51))this text is long")
        #expect(lines[6].hasPrefix("Off "))
    }

    @Test func oneRuleIsFoundByItsExactName() {
        #expect(description().text(rule: "Off")?.contains("Shell") == false)
        #expect(description().text(rule: "off") == nil)
        #expect(description().document(rule: "nosuch") == nil)
    }

    @Test func theDocumentTellsWhatARuleIsMadeOf() {
        let line = description().document.line
        let parts = [
            #"{"details":{"condition_compiled":"((evt.type in (open, openat) and proc.name in "#
                + "(sh, bash, zsh)) and not (fd.name startswith /tmp and toupper(proc.name) = X))",
            #","condition_fields":["evt.type","fd.name","proc.name"],"condition_operators":["="#
                + #"","in","startswith","toupper"],"events":["open","openat"],"exception_fields"#
                + #"":["fd.name","toupper(proc.name)"],"exception_names":["e"],"#
                + #""exception_operators":["=","startswith"],"lists":["shells"],"macros":["#
                + #""is_shell"],"output_compiled":"shell %proc.name opened %fd.name","#
                + #""output_fields":["fd.name","proc.name"],"plugins":[]},"info":{"condition":"#
                + #""evt.type in (open, openat) and is_shell","description":"a shell opened "#,
            #","enabled":true,"name":"Shell","output":"shell %proc.name opened %fd.name","#
                + #""priority":"Informational","source":"syscall","tags":["a","z"]}}"#,
        ]
        for part in parts { #expect(line.contains(part), "\(line)") }
        #expect(line.contains(#""required_engine_version":"0.57.0""#))
        #expect(
            line.contains(
                #""required_plugin_versions":[{"name":"container","version":"0.4.0"}]"#))
        #expect(
            line.contains(
                #"{"details":{"items_compiled":["sh","bash","zsh"],"lists":["inner"],"#
                    + #""plugins":[],"used":true},"info":{"items":["inner","zsh"],"#
                    + #""name":"shells"}}"#))
        #expect(line.contains(#""info":{"condition":"proc.name in (shells)","name":"is_shell"}"#))
    }
}
