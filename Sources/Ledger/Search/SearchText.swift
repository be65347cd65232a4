/// `text` as the index keeps it, and as queries ask for it.
///
/// SQLite's tokenizer `unicode61` splits at what is neither letter nor digit and folds case and Latin accents. What it
/// lacks is done here: scripts that set no space between words (Han, kana, Thai and its neighbours) become one token a
/// character, so that a query of two characters is a phrase; Arabic is freed of vowel signs and of the letters' variants
/// that writers use as they like (Unicode Standard, chapter 9.2), Hebrew of its points, and Cyrillic ё is е.
func searchable(_ text: some StringProtocol) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return String(text) }
    var out = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
        switch scalar.value {
        case ..<0x400: out.append(scalar)
        case 0x401, 0x451: out.append("\u{435}")
        case 0x591...0x5C7, 0x610...0x61A, 0x640, 0x64B...0x65F, 0x670, 0x6D6...0x6ED: continue
        case 0x622, 0x623, 0x625, 0x671: out.append("\u{627}")
        case 0x649, 0x6CC: out.append("\u{64A}")
        case 0x629: out.append("\u{647}")
        case 0x6A9: out.append("\u{643}")
        case 0xE00...0xEFF, 0x1000...0x109F, 0x1780...0x17FF, 0x3005...0x3007, 0x3040...0x30FF, 0x31F0...0x31FF,
            0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFD:
            out.append(" ")
            out.append(scalar)
            out.append(" ")
        default: out.append(scalar)
        }
    }
    return String(out)
}

/// A word of a text as `searchable` writes it, without the spaces around: to compare with another.
package func searchKey(_ word: String) -> String { searchable(word).filter { $0 != " " } }

/// Whether anything in it can be found: a letter or a digit.
func hasToken(_ text: some StringProtocol) -> Bool {
    text.unicodeScalars.contains { scalar in
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber:
            true
        default: false
        }
    }
}

/// A word that stands for a property, in the index's last column: `src` and hex digits, so that no source is two tokens.
func tag(_ kind: StaticString, _ value: String) -> String {
    var out = kind.description
    for c in value.lowercased().utf8 { out += (c < 16 ? "0" : "") + String(c, radix: 16) }
    return out
}
