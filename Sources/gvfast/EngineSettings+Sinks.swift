import Alerts
import Engine

extension EngineSettings {
    /// The outputs that the configuration enables.
    func makeSinks() throws -> [any AlertSink] {
        do throws(ConfigNode.Failure) {
            return try channels.makeSinks()
        } catch {
            throw CommandFailure(configPlaces.located(error).description)
        }
    }
}
