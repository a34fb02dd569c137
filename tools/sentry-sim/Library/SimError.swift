/// What the user must know when something cannot be done: one line.
package struct SimError: Error, CustomStringConvertible {
    package let description: String
    package init(_ description: String) { self.description = description }
}
