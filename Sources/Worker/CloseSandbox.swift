internal import Bytes
internal import CSystem
internal import Glibc
internal import Host
internal import Wire

/// Gives up every right that reading an article does not need: no file, no socket, no process, a memory limit.
///
/// What the kernel refuses is reported, not hidden: `dateline status` shows what is in force.
func closeSandbox(memoryMiB: Int) -> Sandbox {
    _ = dateline_set_process_name("dateline-worker")
    // Should memory run out, the kernel takes a worker, not the daemon.
    if let file = try? Files.open(Path("/proc/self/oom_score_adj"), O_WRONLY) {
        try? Files.write(file, Array("1000".utf8))
    }
    // An orphan that never looks at its socket again must not spin for ever.
    _ = dateline_set_death_signal(SIGKILL)
    let budget = UInt64(memoryMiB + 80) << 20  // a bare worker maps about 80 MiB
    var limited = true
    func limit(_ resource: Int32, _ value: UInt64) {
        if dateline_prlimit(0, resource, value, value) != 0 { limited = false }
    }
    limit(DATELINE_RLIMIT_AS, budget)
    limit(DATELINE_RLIMIT_FSIZE, 0)
    limit(DATELINE_RLIMIT_CORE, 0)
    limit(DATELINE_RLIMIT_NPROC, 0)
    limit(DATELINE_RLIMIT_NOFILE, 16)
    _ = dateline_set_dumpable(0)
    let mayRestrict = dateline_no_new_privileges() == 0
    let landlock = mayRestrict ? max(0, dateline_landlock_deny_all()) : 0
    let seccomp = mayRestrict && dateline_seccomp_compute_only() == 0
    return Sandbox(landlock: Int(landlock), seccomp: seccomp, limits: limited)
}
