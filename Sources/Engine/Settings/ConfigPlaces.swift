internal import Yams

/// Where the values of configuration files stand, by the dotted paths of their keys, so that an
/// error can say it. What is inside lists has no place of its own.
package struct ConfigPlaces: Sendable {
    private var places: [String: String] = [:]

    package init() {}

    /// The places in one file.
    init(of node: Yams.Node?, in file: String) {
        if let node { add(node, file, path: "") }
    }

    private mutating func add(_ node: Yams.Node, _ file: String, path: String) {
        if !path.isEmpty, let mark = node.mark {
            places[path] = "\(file):\(mark.line):\(mark.column)"
        }
        guard let mapping = node.mapping else { return }
        for (key, value) in mapping {
            let name = key.string ?? ""
            add(value, file, path: path.isEmpty ? name : path + "." + name)
        }
    }

    /// Takes over where another file has a key of the top.
    mutating func take(_ key: String, from other: ConfigPlaces) {
        forget(key)
        for (path, place) in other.places where Self.isInside(path, key) { places[path] = place }
    }

    /// The value at a path comes from elsewhere now.
    mutating func forget(_ path: String) {
        places = places.filter { !Self.isInside($0.key, path) }
    }

    /// The value that an option (`path=value`) names comes from the command line.
    package mutating func forget(option: String) {
        forget(String(option.prefix { $0 != "=" && $0 != "[" }))
    }

    private static func isInside(_ path: String, _ outer: String) -> Bool {
        path == outer || path.hasPrefix(outer + ".")
    }

    /// The failure with the place, `FILE:LINE:COLUMN: `, of the value whose path it begins with, or
    /// of the next one around that.
    package func located(_ failure: ConfigNode.Failure) -> ConfigNode.Failure {
        var path = failure.description.prefix { $0 != ":" && $0 != " " }
        while !path.isEmpty {
            if let place = places[String(path)] {
                return ConfigNode.Failure("\(place): \(failure.description)")
            }
            path = path[..<(path.lastIndex(of: ".") ?? path.startIndex)]
        }
        return failure
    }
}
