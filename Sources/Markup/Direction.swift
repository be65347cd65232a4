/// The value of `dir` for a text in a language (BCP 47); `auto` where the language is not known.
///
/// Source: Unicode CLDR, scripts that run from right to left, and the languages that are usually written in them.
package func direction(ofLanguage tag: String?) -> String {
    guard let tag, !tag.isEmpty, tag != "und" else { return "auto" }
    let parts = tag.lowercased().split(separator: "-")
    for script in ["arab", "hebr", "thaa", "syrc", "nkoo", "adlm"] where parts.dropFirst().contains(Substring(script)) {
        return "rtl"
    }
    if parts.dropFirst().contains(where: { $0.utf8.count == 4 }) { return "ltr" }
    let language = parts.first.map(String.init) ?? ""
    let isRightToLeft = ["ar", "he", "iw", "fa", "ur", "ps", "yi", "dv", "ug", "sd", "ckb", "arz", "nqo", "syr"]
        .contains(language)
    return isRightToLeft ? "rtl" : "ltr"
}
