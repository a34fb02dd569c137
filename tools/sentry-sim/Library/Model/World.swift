/// What all sandboxes of one simulator thread share: texts, encodings, what is asked for.
final class World {
    let personality: Personality
    let selection: PointSelection
    let texts = Texts()
    let bodies: BodyCache
    let contexts: ContextEncoder
    /// Names that are used everywhere.
    let names: Names

    struct Names {
        let notFound: TextID
        let root: TextID
        let stdin: TextID
        let stdout: TextID
        let stderr: TextID
    }

    init(personality: Personality, selection: PointSelection) {
        self.personality = personality
        self.selection = selection
        bodies = BodyCache(texts)
        contexts = ContextEncoder(texts)
        names = Names(
            notFound: texts.id("[err: FD not found]"), root: texts.id("/"),
            stdin: texts.id("host:[1]"), stdout: texts.id("host:[2]"),
            stderr: texts.id("host:[3]"))
    }
}
