/// Puts the conditions of macros in the place of their names.
///
/// Macros are added in the order in which they are defined, each resolved against those before it,
/// so loops cannot arise. Sharing keeps a resolved tree small in memory, but whoever walks it pays
/// for every copy: the size as if written out is counted and limited, and so is the depth.
package struct MacroResolver {
    /// Nodes of one resolved condition. The largest public rule has about 600.
    package static let nodeLimit = 1_000_000
    /// Levels of one resolved condition: what recursive walkers must be able to stand.
    package static let depthLimit = 1_500

    private var macros: [String: Resolved] = [:]

    package init() {}

    /// A resolved condition and what it costs.
    package struct Resolved: Sendable {
        package var expression: Expression
        /// Macros used directly or through others.
        package var macroNames: Set<String>
        var nodeCount: Int
        var depth: Int
    }

    /// Whether a macro of this name can be referenced.
    package func isDefined(_ name: String) -> Bool { macros[name] != nil }

    /// The condition of a macro that is known.
    package func resolved(_ name: String) -> Expression? { macros[name]?.expression }

    /// Makes `resolved` known as `name`.
    package mutating func define(_ name: String, as resolved: Resolved) {
        macros[name] = resolved
    }

    /// Replaces every macro name in `expression`.
    package func resolve(_ expression: Expression) throws(MacroError) -> Resolved {
        switch expression {
        case .check:
            return Resolved(expression: expression, macroNames: [], nodeCount: 1, depth: 1)
        case .macro(let name, let offset):
            guard var found = macros[name] else {
                throw MacroError(name: name, offset: offset, problem: .undefined)
            }
            found.macroNames.insert(name)
            return found
        case .not(let inner):
            var resolved = try resolve(inner)
            resolved.expression = .not(resolved.expression)
            try resolved.grow(by: 1)
            return resolved
        case .and(let parts):
            return try resolve(parts, Expression.and)
        case .or(let parts):
            return try resolve(parts, Expression.or)
        }
    }

    private func resolve(
        _ parts: [Expression], _ join: ([Expression]) -> Expression
    ) throws(MacroError) -> Resolved {
        var all: [Expression] = []
        all.reserveCapacity(parts.count)
        var names: Set<String> = []
        var count = 1
        var depth = 0
        for part in parts {
            let resolved = try resolve(part)
            all.append(resolved.expression)
            names.formUnion(resolved.macroNames)
            count += resolved.nodeCount
            depth = max(depth, resolved.depth)
            if count > Self.nodeLimit {
                throw MacroError(name: "", offset: nil, problem: .tooLarge)
            }
        }
        var whole = Resolved(
            expression: join(all), macroNames: names, nodeCount: count, depth: depth)
        try whole.grow(by: 0)
        return whole
    }
}

extension MacroResolver.Resolved {
    /// Adds a level with `count` more nodes.
    fileprivate mutating func grow(by count: Int) throws(MacroError) {
        nodeCount += count
        depth += 1
        guard nodeCount <= MacroResolver.nodeLimit, depth <= MacroResolver.depthLimit else {
            throw MacroError(name: "", offset: nil, problem: .tooLarge)
        }
    }
}

/// Why macros cannot be resolved.
package struct MacroError: Error, Equatable, Sendable {
    package enum Problem: Equatable, Sendable {
        case undefined
        case tooLarge
    }

    package var name: String
    package var offset: TextOffset?
    package var problem: Problem

    package var message: String {
        switch problem {
        case .undefined: "undefined macro '\(name)' used in condition"
        case .tooLarge: "the condition is too large once its macros are put in"
        }
    }
}
