import Glibc
import Worker

/// Asked for now: the sandbox, once closed, does not tell it any more.
let daemon = getppid()

exit(serve(Array(CommandLine.arguments.dropFirst(2))) { misbehave($0, daemon: daemon) })
