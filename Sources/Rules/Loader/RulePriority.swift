/// The severity of a rule, most severe first; raw values are those of syslog.
package enum RulePriority: Int, Sendable, CaseIterable, Comparable {
    case emergency = 0
    case alert = 1
    case critical = 2
    case error = 3
    case warning = 4
    case notice = 5
    case informational = 6
    case debug = 7

    /// The name as alerts print it, first letter capital.
    @usableFromInline package var text: String {
        switch self {
        case .emergency: "Emergency"
        case .alert: "Alert"
        case .critical: "Critical"
        case .error: "Error"
        case .warning: "Warning"
        case .notice: "Notice"
        case .informational: "Informational"
        case .debug: "Debug"
        }
    }

    /// Reads a name in any case; `info` is another word for informational. Numbers and short forms
    /// such as `warn` are none.
    package init?(name: String) {
        let wanted = name.lowercased()
        if wanted == "info" {
            self = .informational
            return
        }
        guard let found = Self.allCases.first(where: { $0.text.lowercased() == wanted }) else {
            return nil
        }
        self = found
    }

    /// Orders by severity: the more severe is the smaller.
    package static func < (left: RulePriority, right: RulePriority) -> Bool {
        left.rawValue < right.rawValue
    }
}
