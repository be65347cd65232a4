internal import Bytes
internal import Glibc
internal import Host

/// For a command that changes what is the daemon's: goes on as the user that owns the state folder, so that whatever it
/// makes is the daemon's too. Only root and that user may.
func actAsDaemon(_ settings: Settings, command: String) throws(Fault) {
    var st = stat()
    guard settings.state.withCString({ stat($0, &st) }) == 0 else {
        throw Fault(
            errno == EACCES ? ExitCode.forbidden : ExitCode.noLedger,
            "The state folder can't be used: \(SystemError.last("stat", settings.state)).")
    }
    umask(0o007)
    if geteuid() == st.st_uid { return }
    let owner = getpwuid(st.st_uid)
    let name = owner.map { String(cString: $0.pointee.pw_name) } ?? "\(st.st_uid)"
    guard geteuid() == 0 else {
        throw Fault(
            ExitCode.forbidden,
            "`dateline \(command)` changes what belongs to the user \(name): run it as \(name) or root.")
    }
    let groups = owner.map { initgroups($0.pointee.pw_name, st.st_gid) } ?? setgroups(0, nil)
    guard groups == 0, setgid(st.st_gid) == 0, setuid(st.st_uid) == 0 else {
        throw Fault(ExitCode.forbidden, "It can't go on as the user \(name): \(SystemError.last("setuid").cause).")
    }
}
