internal import Article
internal import Bytes
internal import Host

/// Checks configuration and folders.
///
/// - Parameter quiet: Only what is wrong is told.
/// - Returns: The exit code: 1 where a daemon could not work with these settings. Bad settings are a fault.
package func checkSettings(_ loaded: LoadedSettings, quiet: Bool, json: Bool) throws(Fault) -> Int32 {
    var check = FolderCheck(loaded.settings)
    check.run()
    let isBad = check.results.contains { $0.verdict == .bad }
    let output = Output()
    if json {
        output.write(encoded(loaded, check.results, isGood: !isBad))
    } else if quiet {
        output.flush()
        for result in check.results where result.verdict == .bad { complain("\(result.name): \(result.message).") }
    } else {
        show(loaded, check.results, on: output)
    }
    output.flush()
    return isBad ? ExitCode.bad : ExitCode.done
}

/// Each setting in force: its name, its value, where it comes from.
private func settings(_ loaded: LoadedSettings) -> [(name: String, value: SettingValue, origin: SettingOrigin)] {
    var out: [(String, SettingValue, SettingOrigin)] = []
    for setting in Setting<Settings>.table {
        if let value = setting.read(loaded.settings) {
            out.append((setting.name, value, loaded.origin(of: setting.name)))
        }
    }
    for (source, own) in loaded.settings.sources.sorted(by: { $0.key < $1.key }) {
        for setting in Setting<SourceSettings>.table {
            guard let value = setting.read(own) else { continue }
            let name = "source.\(source).\(setting.key)"
            out.append((name, value, loaded.origin(of: name)))
        }
    }
    return out
}

private func show(_ loaded: LoadedSettings, _ results: [CheckResult], on output: Output) {
    output.line("Configuration: \(loaded.file?.description ?? "no file; /etc/dateline/dateline.toml is not there")")
    output.line()
    output.table(
        ["SETTING", "FROM", "VALUE"],
        settings(loaded).map { setting in
            let isDefault = setting.origin == .standard
            return [
                Output.Cell(printable(setting.name)), Output.Cell(setting.origin.description, isDefault ? .dim : nil),
                Output.Cell(printable(setting.value.toml)),
            ]
        })
    output.line()
    for result in results {
        let style: Output.Style =
            switch result.verdict {
            case .good: .green
            case .note: .yellow
            case .bad: .red
            }
        output.line(
            output.styled(result.verdict.rawValue.padded(to: 6), style) + result.name.padded(to: 11)
                + printable(result.message))
    }
}

private func encoded(_ loaded: LoadedSettings, _ results: [CheckResult], isGood: Bool) -> [UInt8] {
    var json = JSONWriter(capacity: 8192)
    json.object { json in
        json.member("schema", "dateline-check-1")
        json.member("good", isGood)
        json.member("file", loaded.file?.description)
        json.key("settings")
        json.array { json in
            for setting in settings(loaded) {
                json.object { json in
                    json.member("name", printable(setting.name))
                    json.key("value")
                    setting.value.write(to: &json)
                    setting.origin.write(to: &json)
                }
            }
        }
        json.key("checks")
        json.array { json in
            for result in results {
                json.object { json in
                    json.member("name", result.name)
                    json.member("verdict", result.verdict.rawValue)
                    json.member("message", printable(result.message))
                }
            }
        }
    }
    return json.take() + [0x0A]
}

extension SettingValue {
    fileprivate func write(to json: inout JSONWriter) {
        switch self {
        case .path(let path): json.string(path.description)
        case .text(let text): json.string(text)
        case .whole(let number): json.integer(number)
        case .number(let number): json.decimal(number, places: 6)
        case .list(let list): json.array { json in for text in list { json.string(text) } }
        }
    }
}

extension SettingOrigin {
    /// The keys `origin`, and what says more of it.
    fileprivate func write(to json: inout JSONWriter) {
        json.key("origin")
        switch self {
        case .standard: json.string("default")
        case .flag(let name):
            json.string("flag")
            json.member("flag", "--" + name)
        case .environment(let name):
            json.string("environment")
            json.member("variable", name)
        case .file(let path, let line):
            json.string("file")
            json.member("file", path.description)
            json.member("line", line)
        }
    }
}
