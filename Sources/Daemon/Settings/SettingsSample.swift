internal import Article

/// The commented sample configuration, `Deploy/dateline.toml`: every setting with its text and its default.
package func sampleConfiguration() -> String {
    var out = """
        # Dateline's settings, each with its default. Take away the # to change one.
        #
        # A setting is taken from the command line (--inbox), else from the environment (DATELINE_INBOX,
        # DATELINE_LIMITS_SECONDS), else from this file, else it has its default. `dateline check` shows every setting in
        # force and where it comes from. After a change: systemctl reload dateline. Folders and workers need a restart.
        # A path that does not begin with / is meant from the folder this file lies in.

        """
    let standard = Settings()
    var section = ""
    for setting in Setting<Settings>.table {
        if setting.section != section {
            section = setting.section
            out += "\n" + comment(Setting<Settings>.sectionTexts[section] ?? "") + "[\(section)]\n"
        }
        out += "\n" + comment(setting.text)
        out += "#\(setting.key) = \((setting.read(standard) ?? setting.example)?.toml ?? "")\n"
    }
    out += "\n" + comment("What is known of one source: the first folder below the inbox. One such section for each.")
    out += "#[source.reuters]\n"
    for setting in Setting<SourceSettings>.table {
        out +=
            "\n" + comment(setting.text)
            + "#\(setting.key) = \((setting.example ?? setting.read(SourceSettings()))?.toml ?? "")\n"
    }
    return out
}

/// As comment lines of at most 118 characters.
private func comment(_ text: String) -> String {
    var out = ""
    var line = "#"
    for word in text.split(separator: " ") {
        if line.count + 1 + word.count > 118 {
            out += line + "\n"
            line = "#"
        }
        line += " " + word
    }
    return out + line + "\n"
}
