import Alerts
import Core
import Events
import Rules
import State
import TestSupport
import Testing

@Suite struct OutputAllocationTests {
    /// Records and queues matches of a rule with all kinds of fields, as a shard does it.
    @Test func aMatchIsRecordedAndQueuedWithoutAllocating() throws {
        var rule = Rule(
            index: 0, name: "r", condition: .and([]),
            output: """
                %evt.time %fd.name %proc.name %proc.cmdline %proc.pcmdline %proc.aname[2] \
                %proc.exepath %user.name %user.uid %group.gid %evt.type %evt.args %evt.arg.flags \
                %evt.rawarg.flags %fd.types %container.id %proc.tty %toupper(proc.name)
                """)
        rule.tags = ["a"]
        let world = ConformanceWorld()
        for event in try #require(ConformanceFixtures.events("open_write")) { world.apply(event) }
        let set = try OutputPlanSet(compiling: [rule], settings: OutputSettings(hostname: "h"))
        var extractor = FieldExtractor(hostname: "h")
        var recorder = AlertRecorder()
        let queue = SPSCByteQueue(capacity: 1 << 20)
        var producer = queue.takeProducer()
        var written = 0
        let count = AllocationCount.ofSecondRun {
            for _ in 0..<100 {
                extractor.begin(world.event)
                set.record(
                    rule: 0, world.event, world.binding, world.state, extractor: &extractor,
                    into: &recorder)
                if producer.write(recorder.finish()) { written += 1 }
            }
        }
        #expect(written == 200)
        #expect(count ?? 0 == 0)
    }
}
