/// A number with as many digits behind the point as `scale` has zeros.
func decimal(_ value: Double, _ scale: Int = 10) -> String {
    guard value.isFinite, value.magnitude < 1e15 else { return "0" }
    let scaled = Int((value * Double(scale)).rounded())
    var digits = "\(scaled.magnitude % scale.magnitude)"
    while digits.count < "\(scale)".count - 1 { digits = "0" + digits }
    return (scaled < 0 ? "-" : "") + "\(scaled.magnitude / scale.magnitude).\(digits)"
}

/// A text set against the right of a column.
func cell(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(1, width - text.count)) + text
}

/// A text set against the left of a column.
func leftCell(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
}
