/// One article as its sender sent it: what reading yields and understanding starts from.
///
/// A document holds only what its source states. What Dateline concludes is in `Findings`.
package struct Document: Sendable {
    /// Stable short name of the format it was read from: `text`, `markdown`, `html`, `nitf` …
    package var format: String
    /// Why the format was chosen, in a few words: `no mark-up found`, `front matter`.
    package var formatReason: String
    /// IANA name of the character encoding that was decoded, in lower case; `nil` where the format has none.
    package var encoding: String?
    /// What had to be mended in the bytes, each a short sentence: `3 invalid bytes replaced`.
    package var repairs: [String] = []

    /// What kind of news object it is, as in ninjs `type`: `text`, `picture`, `video` …
    package var type = "text"

    /// The sender's identifier (guid, Message-ID) without its revision.
    package var senderID: String?
    /// The sender's own version, as written.
    package var senderVersion: String?
    /// Canonical address, where the article came from a page.
    package var url: String?
    package var status: PublicationStatus?
    /// Headlines and sluglines that a kill names as withdrawn, at most `mostWithdrawn`.
    package var withdrawn: [String] = []
    package static let mostWithdrawn = 8
    /// 1 (most urgent) to 9.
    package var urgency: Int?

    /// Plain text, one line. `nil` where the source gives none: the headline is then derived.
    package var headline: String?
    /// The short line above the headline.
    package var kicker: String?
    /// The line below the headline (standfirst).
    package var deck: String?
    package var slugline: String?
    /// As printed, without "By", titles and addresses.
    package var byline: String?
    package var authors: [Author] = []
    /// BCP 47, as declared by the source; not believed without a look at the text.
    package var language: String?

    package var contentCreated: Stamp?
    /// Where `contentCreated` comes from.
    package var createdBasis: CreatedBasis = .metadata
    package var firstCreated: Stamp?
    package var versionCreated: Stamp?
    package var embargoedUntil: Stamp?
    package var expires: Stamp?

    /// A dateline that the source gives in a field of its own (NITF `dateline`).
    package var statedDateline: String?
    /// The sender's summaries and other descriptions, in order; role as in ninjs (`summary`, `caption` …).
    package var descriptions: [Described] = []
    /// The sender's own subjects, keywords and codes.
    package var subjects: [SourceSubject] = []
    /// People, organisations and places that the sender names in fields of their own.
    package var named: [Named] = []
    /// News objects that the sender links with this one: pictures, sidebars.
    package var associations: [Association] = []
    /// Others with a part in the article: agency, site; `role` as in ninjs `infoSources`.
    package var sources: [InfoSource] = []
    package var copyrightHolder: String?
    package var copyrightNotice: String?
    package var usageTerms: String?
    package var editorialNote: String?

    /// UTF-8 in Unicode normal form C; paragraphs separated by exactly one blank line ("\n\n"), lines
    /// within a paragraph (verse, addresses) by "\n"; no control characters, nothing before the first
    /// character or after the last. The dateline stays at its start. Headline, byline and kicker are not in it.
    package var body: [UInt8] = []
    /// The paragraphs of `body`, in order, without the blank lines between.
    package var paragraphs: [Span] = []
    /// Paragraphs (by index) that are no prose: list entries, captions, tables, credits. Kept in the
    /// record, out of the summary.
    package var asides: Set<Int> = []

    /// Those of them that are headings within the text: not counted as paragraphs in the record.
    package var crossheads: Set<Int> = []

    package var warnings: [Warning] = []

    package init(format: String, formatReason: String) {
        self.format = format
        self.formatReason = formatReason
    }

    package struct Author: Hashable, Sendable {
        package var name: String
        package var title: String?
        package init(name: String, title: String? = nil) {
            self.name = name
            self.title = title
        }
    }

    package struct Described: Hashable, Sendable {
        package var role: String
        package var text: String
        package init(role: String, text: String) {
            self.role = role
            self.text = text
        }
    }

    package struct SourceSubject: Hashable, Sendable {
        package var name: String?
        /// Absolute URI, where the source's scheme gives one.
        package var uri: String?
        /// The source's own code, where it is no URI.
        package var code: String?
        package init(name: String? = nil, uri: String? = nil, code: String? = nil) {
            self.name = name
            self.uri = uri
            self.code = code
        }
    }

    package struct Named: Hashable, Sendable {
        package enum Kind: Sendable { case person, organisation, place }
        package var kind: Kind
        package var name: String
        package var uri: String?
        package init(_ kind: Kind, name: String, uri: String? = nil) {
            self.kind = kind
            self.name = name
            self.uri = uri
        }
    }

    package struct Association: Hashable, Sendable {
        package var name: String
        /// As in ninjs `type`.
        package var type: String?
        package var uri: String?
        package init(name: String, type: String? = nil, uri: String? = nil) {
            self.name = name
            self.type = type
            self.uri = uri
        }
    }

    package struct InfoSource: Hashable, Sendable {
        package var role: String
        package var name: String
        package init(role: String, name: String) {
            self.role = role
            self.name = name
        }
    }
}

/// ninjs `pubStatus`.
package enum PublicationStatus: String, Sendable {
    case usable, withheld, canceled
}

/// Where the article's date was found (analysis.json, `created.basis`).
package enum CreatedBasis: String, Sendable {
    case metadata, dateline, url, text
}

/// Something a reader of the record should know: it was read, but not without doubt.
package struct Warning: Hashable, Sendable {
    /// Stable word.
    package var code: String
    /// One sentence.
    package var message: String
    package var span: Span?
    package init(code: String, message: String, span: Span? = nil) {
        self.code = code
        self.message = message
        self.span = span
    }
}

extension Document {
    /// Its sender gives its facts in fields of a news format, by a newsroom's system; a page's are often its template's.
    package var isFielded: Bool { ["nitf", "newsml", "newsml-g2", "ninjs"].contains(format) }
}
