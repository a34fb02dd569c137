internal import Core

/// The list of events that `--list-events` prints.
package enum EventListing {
    /// Spelling as on the command line.
    package enum Format: String, CaseIterable, Sendable {
        case text, markdown, json
    }

    /// The whole list: the events of the table that sources send today, then the calls that have
    /// no event of their own.
    package static func render(_ format: Format) -> String {
        let table = EventTable.shared
        let codes = (0..<EventCode.limit).map { EventCode(UInt16($0)) }.filter {
            table[$0].isKnown && table[$0].status == .current && $0.rawValue > 1
        }
        let generic = table.acceptedNames.filter {
            table.meaning(of: $0)?.isGeneric == true && $0 != "syscall"
        }
        switch format {
        case .text: return text(codes, generic)
        case .markdown: return markdown(codes, generic)
        case .json: return json(codes, generic)
        }
    }

    private static func text(_ codes: [EventCode], _ generic: [String]) -> String {
        var lines = codes.map { code -> String in
            let row = EventTable.shared[code]
            let parameters = parameters(of: code).map { "\($0.type.uppercased()) \($0.name)" }
            return "\(row.isExit ? "<" : ">") \(row.name.string)"
                + "(\(parameters.joined(separator: ", ")))"
        }
        lines += generic.map { "< \($0)()" }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func markdown(_ codes: [EventCode], _ generic: [String]) -> String {
        var lines = [
            "Dir | Name | Category | From gVisor | Params",
            ":---|:-----|:---------|:------------|:------",
        ]
        for code in codes {
            let row = EventTable.shared[code]
            let parameters = parameters(of: code).map { parameter in
                let flags =
                    parameter.flags.isEmpty ? "" : ": " + parameter.flags.joined(separator: ", ")
                return "\(parameter.type.uppercased()) **\(parameter.name)**\(flags)"
            }
            lines.append(
                "`\(row.isExit ? "<" : ">")` | `\(row.name.string)` | \(row.category.name) | "
                    + "\(EventAvailability(code).rawValue) | \(parameters.joined(separator: ", "))")
        }
        for name in generic {
            lines.append("`<` | `\(name)` | other | \(availability(ofCall: name).rawValue) |")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func json(_ codes: [EventCode], _ generic: [String]) -> String {
        var entries = codes.map { code -> String in
            let row = EventTable.shared[code]
            let parameters = parameters(of: code).map { parameter in
                let flags = parameter.flags.map { "\"\($0)\"" }.joined(separator: ",")
                return "{\"name\":\"\(parameter.name)\",\"type\":\"\(parameter.type)\","
                    + "\"flags\":[\(flags)]}"
            }
            return "{\"code\":\(code.rawValue),\"name\":\"\(row.name.string)\","
                + "\"dir\":\"\(row.isExit ? "<" : ">")\",\"category\":\"\(row.category.name)\","
                + "\"gvisor\":\"\(EventAvailability(code).rawValue)\","
                + "\"params\":[\(parameters.joined(separator: ","))]}"
        }
        entries += generic.map {
            "{\"code\":1,\"name\":\"\($0)\",\"dir\":\"<\",\"category\":\"other\","
                + "\"gvisor\":\"\(availability(ofCall: $0).rawValue)\",\"params\":[]}"
        }
        return "{\"events\":[\n" + entries.joined(separator: ",\n") + "\n]}\n"
    }

    private struct Parameter {
        var name: String
        var type: String
        var flags: [String]
    }

    private static func parameters(of code: EventCode) -> [Parameter] {
        let table = EventTable.shared
        return (0..<Int(table[code].parameterCount)).map { index in
            let row = table.parameter(code, index)
            let flags = (0..<table.flagTables.count(row.flagTable)).map {
                table.flagTables[row.flagTable, $0].name.string
            }
            return Parameter(name: row.name.string, type: row.type.name, flags: flags)
        }
    }

    /// A call that has no row: raw when gVisor has its number.
    private static func availability(ofCall name: String) -> EventAvailability {
        let number = EventTable.shared.syscalls(.x8664).number(named: name)
        return number.map { $0 <= 441 } == true ? .raw : .never
    }
}
