internal import Glibc

/// How alerts look: the keys of the configuration that concern their text.
package struct OutputSettings: Sendable, Equatable {
    /// `json_output`.
    package var isJSON = false
    /// `json_include_output_property`.
    package var includesOutput = true
    /// `json_include_message_property`.
    package var includesMessage = false
    /// `json_include_output_fields_property`.
    package var includesOutputFields = true
    /// `json_include_tags_property`.
    package var includesTags = true
    /// `time_format_iso_8601`.
    package var usesISOTime = false
    /// `buffer_format_base64`.
    package var usesBase64Buffers = false
    /// `static_fields`, constant further keys of `output_fields`.
    package var staticFields: [String: String] = [:]
    /// Shown as `hostname`.
    package var hostname: String

    package init(hostname: String = OutputSettings.machineName()) { self.hostname = hostname }

    /// `FALCO_HOSTNAME`, else the name of the machine.
    package static func machineName() -> String {
        if let name = unsafe getenv("FALCO_HOSTNAME") {
            let text = unsafe String(cString: name)
            if !text.isEmpty { return text }
        }
        var buffer = [CChar](repeating: 0, count: 256)
        if unsafe gethostname(&buffer, buffer.count - 1) != 0 { return "" }
        let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
