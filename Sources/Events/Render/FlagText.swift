package import Core

/// Names of flags, enumerations and modes.
package enum FlagText {
    /// Appends the names of a set of flags joined with `|`, in table order; true when there is one.
    ///
    /// A name is taken when all its bits are left, and its bits are then gone; a name of value 0
    /// stands only for 0; the name that is the whole value ends the walk.
    package static func appendFlags(
        _ value: UInt32, _ tables: FlagTables, _ table: FlagTableID, to scratch: inout ByteScratch
    ) -> Bool {
        let start = scratch.count
        var left = value
        for index in 0..<tables.count(table) {
            let flag = tables[table, index]
            let isWhole = flag.value == value
            let isTaken = flag.value != 0 && left != 0 && left & flag.value == flag.value
            if isWhole || isTaken {
                if scratch.count > start { scratch.append(UInt8(ascii: "|")) }
                scratch.append(flag.name)
                left &= ~flag.value
            }
            if isWhole { break }
        }
        return scratch.count > start
    }

    /// Appends every name with exactly this value, joined with `|`; true when there is one.
    package static func appendEnumeration(
        _ value: UInt32, _ tables: FlagTables, _ table: FlagTableID, to scratch: inout ByteScratch
    ) -> Bool {
        let start = scratch.count
        for index in 0..<tables.count(table) where tables[table, index].value == value {
            if scratch.count > start { scratch.append(UInt8(ascii: "|")) }
            scratch.append(tables[table, index].name)
        }
        return scratch.count > start
    }
}
