internal import Core
internal import Events

/// Whether the answers about an IP socket follow from its kind, its addresses and where its ports
/// stand among the ports that rules compare with. Then sockets that differ in nothing else, such as
/// the connections of one server with ever new ports, are answered once.
///
/// Their names hold the exact ports, but a comparison with a literal that no such name can contain,
/// as all paths are, answers every name alike.
struct SocketKeyPlan {
    /// All groups of descriptors follow from that.
    private(set) var isComplete = true
    /// The ports that rules compare with, ascending.
    private(set) var portBounds: [Int64] = []

    init(_ layout: ProgramLayout, _ builder: ProgramBuilder) {
        let range = layout.processGroupEnd..<layout.descriptorGroupEnd
        for number in range {
            let group = layout.groups[number]
            let draft = layout.drafts[number]
            let fields = Self.fields(of: draft)
            if group.source == .field || group.source == .ends, fields.allSatisfy(Self.isPort),
                group.kind == .number
            {
                portBounds += layout.numbers[Int(group.table)].bounds
            } else if group.source == .field, fields.allSatisfy({ $0 == .fdName }) {
                let literals = draft.atoms.dropFirst().map { builder.atoms[$0] }
                if !literals.allSatisfy(Self.isEqualForAllNames) { isComplete = false }
            } else if !fields.allSatisfy(Self.isKey) {
                isComplete = false
            }
        }
        portBounds = Set(portBounds).sorted()
    }

    private static func fields(of draft: ProgramBuilder.GroupDraft) -> [FieldID] {
        var operands = [draft.key.operand]
        if case .operand(let right)? = draft.key.check?.values { operands.append(right) }
        return operands.flatMap(\.fields).map(\.id)
    }

    private static func isPort(_ field: FieldID) -> Bool {
        switch field {
        case .fdPort, .fdCport, .fdSport, .fdLport, .fdRport, .fdProto: true
        default: false
        }
    }

    /// Fields that show the kind or the addresses, or the same of every IP socket without a path
    /// as passed.
    private static func isKey(_ field: FieldID) -> Bool {
        switch field {
        case .fdType, .fdTypechar, .fdNameraw, .fdDirectory, .fdFilename, .fdIsUpperLayer,
            .fdIsLowerLayer, .fdIp, .fdCip, .fdSip, .fdLip, .fdRip, .fdNet, .fdCnet, .fdSnet,
            .fdLnet, .fdRnet,
            .fdCipName, .fdSipName, .fdLipName, .fdRipName, .fdL4proto, .fdSockfamily,
            .fdIsServer, .fdConnected:
            true
        default: false
        }
    }

    /// Names of sockets as `SocketText` writes them.
    static func isOfSocketName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: ":"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: ">"):
            true
        default: false
        }
    }

    /// The comparison holds for all names of sockets or for none. (That there is no name at all is
    /// a part of the key.)
    private static func isEqualForAllNames(_ atom: ProgramBuilder.AtomKey) -> Bool {
        guard case .texts(let literals) = atom.values else { return false }
        return literals.allSatisfy { literal in
            let bytes = literal.bytes.array
            if bytes.isEmpty { return true }
            switch atom.comparison {
            case .equal, .isIn, .contains, .startsWith, .endsWith:
                return bytes.contains { !isOfSocketName($0) }
            case .icontains:
                return bytes.contains { !isOfSocketName($0.lowercasedASCII) }
            case .glob, .iglob:
                return !bytes.contains { special.contains($0) }
                    && bytes.contains { !wild.contains($0) && !isOfSocketName($0.lowercasedASCII) }
            case .pmatch:
                guard let plain = PathPrefixPattern(bytes).plainText else { return false }
                return plain.isEmpty
                    || plain.contains { $0 != UInt8(ascii: "/") && !isOfSocketName($0) }
            default: return false
            }
        }
    }

    /// Characters of glob patterns that stand for any others.
    private static let wild: [UInt8] = [UInt8(ascii: "*"), UInt8(ascii: "?")]
    private static let special: [UInt8] = [UInt8(ascii: "["), UInt8(ascii: "\\")]
}
