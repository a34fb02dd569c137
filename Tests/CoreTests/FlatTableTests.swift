import Core
import Testing

@Suite struct FlatTableTests {
    @Test func aFullTableRefusesNewKeysOnly() {
        var table = FlatTable(limit: 4)
        for key in 1...4 as ClosedRange<UInt64> {
            let isAccepted = table.set(key, UInt32(key))
            #expect(isAccepted)
        }
        let isFifthAccepted = table.set(5, 5)
        let isChangeAccepted = table.set(4, 40)
        #expect(!isFifthAccepted && isChangeAccepted)
        let (changed, missing) = (table.find(4), table.find(5))
        #expect(changed == 40 && missing == nil)
        let isRemoved = table.remove(1)
        let isRemovedAgain = table.remove(1)
        let isRoomAgain = table.set(5, 5)
        #expect(isRemoved && !isRemovedAgain && isRoomAgain)
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func longRandomRunsAgreeWithADictionary(_ seed: UInt64) {
        var table = FlatTable(limit: 64, hash: SeededHash(seed: seed))
        var model: [UInt64: UInt32] = [:]
        var state = seed
        func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state >> 33
        }
        for step in 0..<30_000 {
            let key = next() % 100 + 1
            switch next() % 3 {
            case 0:
                let isAccepted = table.set(key, UInt32(step))
                if model[key] != nil || model.count < 64 {
                    #expect(isAccepted)
                    model[key] = UInt32(step)
                } else {
                    #expect(!isAccepted)
                }
            case 1:
                let isRemoved = table.remove(key)
                #expect(isRemoved == (model.removeValue(forKey: key) != nil))
            default:
                let found = table.find(key)
                #expect(found == model[key], "seed \(seed), step \(step)")
            }
            if table.count != model.count { Issue.record("seed \(seed), step \(step)") }
        }
        for key in 1...100 as ClosedRange<UInt64> {
            let found = table.find(key)
            #expect(found == model[key])
        }
    }
}
