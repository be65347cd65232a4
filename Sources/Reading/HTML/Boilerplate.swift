internal import Bytes

/// What an element's names and roles say about it: content, or the furniture of the site around it.
///
/// The words are those that sites use in class and id names, by the commonest patterns of readability algorithms.
enum Boilerplate {
    enum Verdict {
        case content, neutral, furniture
        /// Furniture however much text it has: consent notices, readers' comments.
        case never
    }

    /// Judges by the words of class and id, taken apart at spaces, hyphens, underscores and capitals.
    static func judge(_ names: ByteView) -> Verdict {
        guard names.count <= 600 else { return .neutral }
        var verdict = Verdict.neutral
        var i = 0
        var word: [UInt8] = []
        word.reserveCapacity(24)
        var previous: [UInt8] = []
        while i <= names.count {
            let byte = i < names.count ? names[i] : 0x20
            let isEdge = !(isLetter(byte)) || isUpper(byte) && i > 0 && isLower(names[i - 1])
            if isEdge {
                if !word.isEmpty {
                    if never.contains(word) { return .never }
                    if furniture.contains(word) || !previous.isEmpty && furniture.contains(previous + word) {
                        verdict = .furniture
                    }
                    if verdict == .neutral, content.contains(word) { verdict = .content }
                    previous = byte == 0x20 ? [] : word
                    word.removeAll(keepingCapacity: true)
                }
                if isLetter(byte) { word.append(lowered(byte)) }
            } else {
                word.append(lowered(byte))
            }
            i += 1
        }
        return verdict
    }

    private static func set(_ words: String) -> Set<[UInt8]> { Set(words.split(separator: " ").map { Array($0.utf8) }) }

    private static let furniture = set(
        """
        comment comments disqus respond reply replies share sharing shares sharebar sharetools social socials addtoany addthis sharedaddy \
        related relatedarticles relatedposts recommended recommendation recommendations recirc recirculation readmore morefrom moreon \
        promo promos promobox promoted newsletter newsletters subscribe subscription signup sidebar sidebars footer footnav nav navbar \
        navigation menu submenu breadcrumb breadcrumbs masthead advert adverts advertisement advertising ads adsense adunit adslot \
        adcontainer adwrapper banner sponsor sponsored sponsors cookie cookies consent gdpr popup modal overlay lightbox paywall \
        outbrain taboola widget widgets popular mostread mostpopular trending toc tags taglist tagcloud pagination pager prevnext \
        authorbio authorbox aboutauthor copyright disclaimer skip skiplink toolbar hidden screenreader srtext srtonly visuallyhidden \
        rating ratings login register search searchform poll survey jobs jp yarpp zergnet teaserlist teasers dontmiss nextpost previouspost \
        postnav metadata articlemeta entrymeta postmeta byline bylines timestamp dateline publishdate kommentare kommentar empfehlungen \
        weitere mehrzum artikelempfehlung infobox faktenbox correcoes gallery slideshow carousel slider print noprint donotprint \
        donation donate feedback reactions livefyre fbcomments articletools storytools postfooter articlefooter entryfooter abo
        """)

    private static let never = set(
        "onetrust cookie cookies consent gdpr disqus usercentrics didomi cookiebot livefyre fbcomments")

    private static let content = set(
        """
        article body content entry hentry main post story text articlebody articlecontent articletext entrycontent postcontent postbody \
        storybody storycontent bodytext maincontent paragraph prose richtext artikel artikeltext texte corpo cuerpo news detail
        """)

    /// A `style` that hides.
    static func hides(_ style: ByteView) -> Bool {
        guard let at = style.indexIgnoringCase(of: "display") ?? style.indexIgnoringCase(of: "visibility") else {
            return false
        }
        let rest = style[view: at..<min(style.count, at + 24)]
        return rest.indexIgnoringCase(of: "none") != nil || rest.indexIgnoringCase(of: "hidden") != nil
    }
}
