internal import Glibc

/// A text that the simulator uses again and again; 0 is "absent".
struct TextID: Hashable { let rawValue: UInt32 }

/// A list of texts (arguments, environment); 0 is "absent".
struct ListID: Hashable { let rawValue: UInt32 }

/// All texts of one simulator thread, kept as C strings for libprotobuf-c until the process ends.
/// The models draw names from bounded pools, so this does not grow without end.
@safe
final class Texts {
    @safe private struct Entry {
        let pointer: UnsafeMutablePointer<CChar>
        let count: Int
        let isUTF8: Bool
    }

    @safe private struct List {
        let pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
        let count: Int
        let isUTF8: Bool
    }

    private var entries: [Entry] = []
    private var ids: [[UInt8]: TextID] = [:]
    private var stringIDs: [String: TextID] = [:]
    private var lists: [List] = []
    private var listIDs: [[TextID]: ListID] = [:]

    static let none = TextID(rawValue: 0)
    static let noList = ListID(rawValue: 0)

    init() {
        _ = add([])
        unsafe lists.append(List(pointers: .allocate(capacity: 1), count: 0, isUTF8: true))
    }

    private func add(_ bytes: [UInt8]) -> TextID {
        let pointer = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count + 1)
        for index in bytes.indices { unsafe pointer[index] = CChar(bitPattern: bytes[index]) }
        unsafe pointer[bytes.count] = 0
        let isUTF8 = String(validating: bytes, as: UTF8.self) != nil
        unsafe entries.append(Entry(pointer: pointer, count: bytes.count, isUTF8: isUTF8))
        return TextID(rawValue: UInt32(entries.count - 1))
    }

    func id(bytes: [UInt8]) -> TextID {
        if bytes.isEmpty { return Self.none }
        if let known = ids[bytes] { return known }
        let id = add(bytes)
        ids[bytes] = id
        return id
    }

    func id(_ text: String) -> TextID {
        if let known = stringIDs[text] { return known }
        let id = id(bytes: Array(text.utf8))
        stringIDs[text] = id
        return id
    }

    func list(_ texts: [String]) -> ListID {
        if texts.isEmpty { return Self.noList }
        let key = texts.map { self.id($0) }
        if let known = listIDs[key] { return known }
        let pointers = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(
            capacity: key.count)
        var isUTF8 = true
        for index in key.indices {
            let entry = entries[Int(key[index].rawValue)]
            unsafe pointers[index] = entry.pointer
            isUTF8 = isUTF8 && entry.isUTF8
        }
        unsafe lists.append(List(pointers: pointers, count: key.count, isUTF8: isUTF8))
        let id = ListID(rawValue: UInt32(lists.count - 1))
        listIDs[key] = id
        return id
    }

    /// Valid for ever, ended by a NUL; the empty string for "absent".
    func pointer(_ id: TextID) -> UnsafeMutablePointer<CChar> {
        unsafe entries[Int(id.rawValue)].pointer
    }

    func byteCount(_ id: TextID) -> Int { entries[Int(id.rawValue)].count }

    /// A Sentry loses a message with a text that is not UTF-8.
    func isUTF8(_ id: TextID) -> Bool { entries[Int(id.rawValue)].isUTF8 }

    func isUTF8(_ id: ListID) -> Bool { lists[Int(id.rawValue)].isUTF8 }

    func string(_ id: TextID) -> String { unsafe String(cString: pointer(id)) }

    func elements(
        _ id: ListID
    ) -> (pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>, count: Int) {
        let list = lists[Int(id.rawValue)]
        return unsafe (list.pointers, list.count)
    }
}
