package import Bytes
internal import Filing
internal import Glibc
internal import Host

/// What the command line says; the environment and the file say the rest.
package struct SettingsSources: Sendable {
    package var config: String?
    package var desk: String?
    /// By the name of the setting.
    package var flags: [String: String]

    package init(config: String?, desk: String?, flags: [String: String?]) {
        self.config = config
        self.desk = desk
        self.flags = flags.compactMapValues { $0 }
    }
}

/// Where a setting in force comes from.
package enum SettingOrigin: Hashable, Sendable, CustomStringConvertible {
    case standard
    case file(Path, line: Int)
    case environment(String)
    case flag(String)

    package var description: String {
        switch self {
        case .standard: "default"
        case .file(let path, let line): "\(path):\(line)"
        case .environment(let name): "$\(name)"
        case .flag(let name): "--\(name)"
        }
    }
}

/// The settings in force, and where each comes from.
package struct LoadedSettings: Sendable {
    package var settings: Settings
    /// By the setting's full name; those that are not here have their default.
    package var origins: [String: SettingOrigin] = [:]
    /// The configuration file that was read.
    package var file: Path?

    package func origin(of name: String) -> SettingOrigin { origins[name] ?? .standard }
}

extension Settings {
    /// The settings in force: flag, then environment, then file, then default.
    ///
    /// - Throws: A fault with one line for everything that is wrong.
    package static func load(_ sources: SettingsSources) throws(Fault) -> Settings {
        try loadWithOrigins(sources).settings
    }

    package static func loadWithOrigins(_ sources: SettingsSources) throws(Fault) -> LoadedSettings {
        var errors: [String] = []
        if let desk = sources.desk, !isDeskName(desk) {
            throw Fault(
                ExitCode.configuration, "--desk \"\(desk)\" is no name of a desk; allowed: letters, digits, - and _.")
        }
        var loaded = LoadedSettings(settings: Settings(desk: sources.desk))
        let path: Path
        let mustBeThere: Bool
        (path, mustBeThere) = configurationFile(sources)
        if let text = try configurationText(path, mustBeThere) {
            loaded.file = path
            errors += SettingsFile(path: path, text: text).apply(to: &loaded)
        }
        for setting in Setting<Settings>.table {
            if let text = environment(setting.variable) {
                errors += loaded.apply(setting, text, from: .environment(setting.variable))
            }
            if let text = sources.flags[setting.name] {
                errors += loaded.apply(setting, text, from: .flag(setting.name))
            }
        }
        if loaded.settings.workers == 0 { loaded.settings.workers = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
        if errors.isEmpty { errors = loaded.contradictions }
        guard errors.isEmpty else { throw Fault(ExitCode.configuration, errors.joined(separator: "\n")) }
        return loaded
    }

    private static func configurationFile(_ sources: SettingsSources) -> (path: Path, mustBeThere: Bool) {
        if let config = sources.config { return (absolute(config), true) }
        if let desk = sources.desk { return (Path("/etc/dateline/\(desk).toml"), true) }
        if let config = environment("DATELINE_CONFIG") { return (absolute(config), true) }
        return (Path("/etc/dateline/dateline.toml"), false)
    }

    private static func configurationText(_ path: Path, _ mustBeThere: Bool) throws(Fault) -> [UInt8]? {
        let text: [UInt8]?
        do throws(SystemError) {
            let file = try Files.open(path, O_RDONLY | O_NONBLOCK)
            let status = try Files.status(file)
            guard status.kind == .file else { throw SystemError("read", path, code: EISDIR) }
            text = try Files.readAll(file, size: status.size, limit: 16 << 20)
        } catch {
            if error.isMissing, !mustBeThere { return nil }
            throw Fault(ExitCode.configuration, "The configuration can't be read: \(error).")
        }
        guard let text else { throw Fault(ExitCode.configuration, "The configuration \(path) is larger than 16 MiB.") }
        return text
    }

    /// An empty variable counts as not set.
    private static func environment(_ name: String) -> String? {
        guard let value = getenv(name), value.pointee != 0 else { return nil }
        return String(cString: value)
    }
}

/// As in `/etc/dateline/NAME.toml` and `dateline@NAME`.
private func isDeskName(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.count <= 64 && name.first != "-"
        && name.utf8.allSatisfy { c in
            (0x61...0x7A).contains(c | 0x20) || (0x30...0x39).contains(c) || c == 0x2D || c == 0x5F
        }
}

extension LoadedSettings {
    /// Takes a value from the environment or the command line.
    fileprivate mutating func apply(_ setting: Setting<Settings>, _ text: String, from origin: SettingOrigin)
        -> [String]
    {
        guard let value = setting.kind.value(of: text), setting.kind.allows(value) else {
            return ["\(origin): \"\(text)\" is not allowed; allowed: \(setting.kind.allowed)."]
        }
        setting.write(&settings, value)
        origins[setting.name] = origin
        return []
    }

    /// What can't be in force together.
    var contradictions: [String] {
        var errors: [String] = []
        func named(_ name: String, _ path: Path) -> String { "\(name) (\(path), \(origin(of: name)))" }
        let layout = settings.layout
        let outputs = [
            ("outbox", settings.outbox), ("state", settings.state), ("originals", layout.originals),
            ("rejected", layout.rejected),
        ]
        let inbox = place(settings.inbox)
        for (name, path) in outputs {
            if path.relative(to: settings.outbox) != nil, origins[name] == nil { continue }  // told of the outbox
            let own = place(path)
            if own == inbox {
                errors.append("\(named(name, path)) is the inbox too: give each a folder of its own.")
            } else if own.relative(to: inbox) != nil {
                errors.append(
                    "\(named(name, path)) lies in the \(named("inbox", settings.inbox)): it would be read as articles.")
            } else if name == "outbox", inbox.relative(to: own) != nil {
                errors.append(
                    "The \(named("inbox", settings.inbox)) lies in the \(named(name, path)): keep them apart.")
            }
        }
        if place(settings.state) == place(settings.outbox) {
            errors.append("\(named("state", settings.state)) is the outbox too.")
        }
        if settings.limits.memoryMiB <= settings.limits.documentMiB {
            errors.append(
                "limits.memory_mib (\(settings.limits.memoryMiB), \(origin(of: "limits.memory_mib"))) must be more than limits.document_mib (\(settings.limits.documentMiB), \(origin(of: "limits.document_mib")))."
            )
        }
        return errors
    }
}

/// Below the working directory where it does not begin with a slash; without `.` and doubled slashes.
func absolute(_ path: String, below folder: Path? = nil) -> Path {
    var path = Path(path)
    if path.bytes.first != 0x2F { path = (folder ?? workingDirectory()).appending(path) }
    return Path([0x2F] + Array(path.components.filter { $0 != [0x2E] }.joined(separator: [0x2F])))
}

/// Where a path leads, links and `..` followed; below what is not there yet, as it is named.
private func place(_ path: Path) -> Path {
    if let real = try? Files.resolve(path) { return real }
    let parent = path.parent
    guard !parent.isEmpty, parent != path else { return path }
    return path.name == [0x2E, 0x2E] ? place(parent).parent : place(parent).appending(path.name)
}

private func workingDirectory() -> Path {
    guard let name = getcwd(nil, 0) else { return Path("/") }
    defer { free(name) }
    return Path(String(cString: name))
}
