/// A title as part of a folder's name: `[a-z0-9-]`, 1 to 60 bytes, no hyphen at either end or doubled.
///
/// Latin letters lose their accents, Cyrillic and Greek are transliterated; letters of other scripts are left out, and
/// a title that has nothing else gives `article`. Made to be looked at, not to be parsed: nothing undoes it.
package func slug(_ title: String) -> String {
    var slug: [UInt8] = []
    slug.reserveCapacity(64)
    var atBreak = false
    for scalar in title.unicodeScalars {
        // Two bytes more than may stay show where the last word ends.
        if slug.count > limit { break }
        switch spelling(scalar.value) {
        case .nothing: break
        case .wordBreak: atBreak = !slug.isEmpty
        case .letter(let letter):
            if atBreak { slug.append(0x2D) }
            atBreak = false
            slug.append(letter)
        case .letters(let letters):
            if atBreak { slug.append(0x2D) }
            atBreak = false
            letters.withUTF8Buffer { slug.append(contentsOf: $0) }
        }
    }
    if slug.count > limit {
        let head = slug[..<(limit + 1)]
        let wordEnd = head.lastIndex(of: 0x2D) ?? 0
        slug.removeSubrange((wordEnd > limit / 2 ? wordEnd : limit)...)
        while slug.last == 0x2D { slug.removeLast() }
    }
    return slug.isEmpty ? "article" : String(decoding: slug, as: UTF8.self)
}

private let limit = 60

private enum Spelling {
    case letter(UInt8)
    case letters(StaticString)
    case wordBreak
    /// What stands within a word without being part of it: accents, apostrophes, soft hyphens.
    case nothing
}

private func spelling(_ scalar: UInt32) -> Spelling {
    switch scalar {
    case 0x30...0x39, 0x61...0x7A: .letter(UInt8(scalar))
    case 0x41...0x5A: .letter(UInt8(scalar + 0x20))
    case 0x27, 0xAD, 0x2BC, 0x2019, 0x300...0x36F: .nothing
    case 0xC0...0x24F: look(latin, scalar - 0xC0, latinDigraphs)
    case 0x370...0x3FF: look(greek, scalar - 0x370, greekDigraphs)
    case 0x400...0x4FF: look(cyrillic, scalar - 0x400, cyrillicDigraphs)
    case 0x1E00...0x1EFF: look(latinAdditional, scalar - 0x1E00, latinDigraphs)
    case 0x1F00...0x1FFF: look(greekExtended, scalar - 0x1F00, greekDigraphs)
    case 0xFF10...0xFF19, 0xFF41...0xFF5A: .letter(UInt8(scalar - 0xFEE0))  // full-width forms
    case 0xFF21...0xFF3A: .letter(UInt8(scalar - 0xFEE0 + 0x20))
    default: .wordBreak
    }
}

private func look(_ table: StaticString, _ index: UInt32, _ digraphs: [StaticString]) -> Spelling {
    let entry: UInt8 = table.withUTF8Buffer { Int(index) < $0.count ? $0[Int(index)] : 0x2D }
    switch entry {
    case 0x30: return .nothing
    case 0x31...0x39:
        let digraph = Int(entry - 0x31)
        return digraph < digraphs.count ? .letters(digraphs[digraph]) : .wordBreak
    case 0x61...0x7A: return .letter(entry)
    default: return .wordBreak
    }
}

// One byte a code point: the letter; a digit n for the n-th digraph; 0 for nothing; - for what is no letter.
// Latin: the base letter of the canonical decomposition (Unicode Character Database), the usual one where there is none.

private let latinDigraphs: [StaticString] = ["ss", "ae", "oe", "th", "ij", "dz", "lj", "nj"]

/// U+00C0 to U+024F.
private let latin: StaticString = """
    aaaaaa2ceeeeiiiidnooooo-ouuuuy41aaaaaa2ceeeeiiiidnooooo-ouuuuy4y\
    aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii55jjkkklllllll\
    lllnnnnnnnnnoooooo33rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs\
    bbbb--occdddd-eeeffgg-iikkl-mnnooo--pp-----ttttuu-vyyzz--------w\
    ----666777888aaiioouuuuuuuuuueaaaa22ggggkkoooo--j666gg-wnnaa22oo\
    aaaaeeeeiiiioooorrrruuuussttyyhhnd--zzaaeeooooooooyylntj--acclts\
    z--bu-eejjqqrryy
    """

/// U+1E00 to U+1EFF, Vietnamese among them.
private let latinAdditional: StaticString = """
    aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm\
    mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv\
    wwwwwwwwwwxxxxyyzzzzzzhtwyas--1-aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee\
    eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy------
    """

// Greek: ISO 843 without accents.

private let greekDigraphs: [StaticString] = ["th", "ch", "ps"]

/// U+0370 to U+03FF.
private let greek: StaticString = """
    ----------------------a-eii-o-yoiavgdezi1iklmnxopr-styf23oiyaeii\
    yavgdezi1iklmnxoprsstyf23oiyoyo-v1yyyfp-------------------------\
    krs-1e---s------
    """

/// U+1F00 to U+1FFF.
private let greekExtended: StaticString = """
    aaaaaaaaaaaaaaaaeeeeee--eeeeee--iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii\
    oooooo--oooooo--yyyyyyyy-y-y-y-yooooooooooooooooaaeeiiiiooyyoo--\
    aaaaaaaaaaaaaaaaiiiiiiiiiiiiiiiiooooooooooooooooaaaaa-aaaaaaa-i-\
    --iii-iieeiii---iiii--iiiiii----yyyyrryyyyyyr-----ooo-ooooooo---
    """

// Cyrillic: as in passports and on maps (ICAO 9303 and BGN/PCGN, the plainer of the two).

private let cyrillicDigraphs: [StaticString] = ["zh", "kh", "ts", "ch", "sh", "shch", "yu", "ya"]

/// U+0400 to U+04FF.
private let cyrillic: StaticString = """
    eedgeziijlnckiuzabvgde1ziyklmnoprstuf234560y0e78abvgde1ziyklmnop\
    rstuf234560y0e78eedgeziijlnckiuz--------------------------------\
    ----------------gggg--11zzkk----kknnnn----ssttuuuu22--44--hh----\
    -11-------------aaaa--eeaaaa11zz--iiiiooooooeeuuuuuu44--yy------
    """
