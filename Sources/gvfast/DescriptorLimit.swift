import Glibc

/// How many descriptors the process may have.
package enum DescriptorLimit {
    /// Raises the limit to `wanted`, or as far as we may: the usual 1024 are fewer than sandboxes
    /// can be. The limit when it stays below that, else nil.
    package static func raise(to wanted: UInt64) -> UInt64? {
        let kind = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        guard unsafe getrlimit(kind, &limit) == 0, limit.rlim_cur < wanted else { return nil }
        let old = UInt64(limit.rlim_cur)
        limit.rlim_cur = min(rlim_t(wanted), limit.rlim_max)
        let reached = unsafe setrlimit(kind, &limit) == 0 ? UInt64(limit.rlim_cur) : old
        return reached < wanted ? reached : nil
    }
}
