/// What Dateline concludes from a document: who did what to whom, when and where, and the summary.
///
/// Every statement carries its place in the body, in bytes.
package struct Findings: Sendable {
    package var language: LanguageGuess?
    package var dateline: Dateline?
    /// The article's own date: the source's, else the dateline's, else one found in the text.
    package var created: Created?
    package var sentences: [Span] = []
    /// Most salient first; the position is the entity's local id (`e1` is index 0).
    package var entities: [Entity] = []
    package var dates: [DateMention] = []
    package var quotes: [Quote] = []
    package var events: [Event] = []
    package var main = MainEvent()
    package var keyphrases: [Keyphrase] = []
    package var subjects: [Subject] = []
    /// In reading order.
    package var summary: [SummarySentence] = []
    /// One sentence for a list; `nil` where the text has none fit for it.
    package var brief: SummarySentence?
    /// Made from the text where the source has no headline.
    package var derivedHeadline: String?
    package var warnings: [Warning] = []

    package init() {}
}

/// The language of the text, as the text itself shows it.
package struct LanguageGuess: Hashable, Sendable {
    /// BCP 47: `en`, `zh-Hans`, `sr-Latn`.
    package var tag: String
    /// 0 to 1.
    package var confidence: Double
    package init(tag: String, confidence: Double) {
        self.tag = tag
        self.confidence = confidence
    }
}

/// The opening of a wire story that says where and when it was written, and who sent it.
package struct Dateline: Hashable, Sendable {
    /// From its first character to the last one before the story proper (dash or "电" included).
    package var span: Span
    /// City as written, in its usual capitals: `Beijing`, `New York`.
    package var city: String?
    /// Region or state, as written or from the gazetteer.
    package var region: String?
    /// ISO 3166-1 alpha-2.
    package var country: String?
    /// Complete where the year could be resolved.
    package var date: CalendarDay?
    package var datePrecision: DatePrecision = .none
    /// As ISO 8601 where `date` is not complete: `--03-19`, `---19`, `2023-03`.
    package var partialDate: String?
    /// In its usual spelling: `Reuters`, `Xinhua`.
    package var agency: String?

    package enum DatePrecision: String, Sendable { case day, month, year, none }

    package init(span: Span) { self.span = span }
}

/// When the article was written or published, and what says so.
package struct Created: Hashable, Sendable {
    package var stamp: Stamp
    package var basis: CreatedBasis
    package var span: Span?
    package init(stamp: Stamp, basis: CreatedBasis, span: Span? = nil) {
        self.stamp = stamp
        self.basis = basis
        self.span = span
    }
}

/// Somebody or something the text names, with all its mentions under whatever form of the name.
package struct Entity: Sendable {
    package enum Kind: String, Sendable { case person, organisation, place, event, product, work }
    package var kind: Kind
    /// The fullest form in the text, or the usual name.
    package var name: String
    /// Titles and offices the text gives: `President of China`.
    package var roles: [String] = []
    /// ISO 3166-1 alpha-2 of the country it is or belongs to.
    package var country: String?
    /// For places: the place's own ISO 3166 code (`CN`, `CN-BJ`), where it has one.
    package var isoCode: String?
    /// From a gazetteer (`https://www.geonames.org/1816670`).
    package var uri: String?
    /// Latitude and longitude in degrees.
    package var latitude: Double?
    package var longitude: Double?
    /// 0 to 1; how much the article is about it.
    package var salience: Double = 0
    /// 0 to 1; how sure the name and its kind are.
    package var confidence: Double = 0
    package var mentions: [Span] = []

    package init(kind: Kind, name: String) {
        self.kind = kind
        self.name = name
    }
}

/// An expression of time in the text, and what it means on the calendar.
package struct DateMention: Hashable, Sendable {
    package enum Kind: String, Sendable { case date, time, duration, set }
    package var span: Span
    package var kind: Kind
    /// TIMEX3 / ISO 8601: `2023-03-20`, `2023-W12`, `P3D`, `2023-03`, `PRESENT_REF`.
    package var value: String
    /// First and last day covered, both inclusive.
    package var from: CalendarDay?
    package var until: CalendarDay?
    package init(span: Span, kind: Kind, value: String, from: CalendarDay? = nil, until: CalendarDay? = nil) {
        self.span = span
        self.kind = kind
        self.value = value
        self.from = from
        self.until = until
    }
}

/// Words that the text gives as somebody's own.
package struct Quote: Hashable, Sendable {
    /// What is inside the quotation marks.
    package var span: Span
    /// Index into `Findings.entities`.
    package var speaker: Int?
    package var speakerSpan: Span?
    /// The verb: `said`.
    package var cue: Span?
    package var isDirect: Bool
    package init(span: Span, isDirect: Bool = true) {
        self.span = span
        self.isDirect = isDirect
    }
}

/// Who did what to whom, in the terms of CAMEO (Conflict and Mediation Event Observations).
package struct Event: Sendable {
    package enum Modality: String, Sendable { case past, ongoing, future, conditional, denied, reported }
    package struct Actor: Sendable {
        package var span: Span
        package var entity: Int?
        /// CAMEO actor code.
        package var cameo: String?
        package init(span: Span, entity: Int? = nil, cameo: String? = nil) {
            self.span = span
            self.entity = entity
            self.cameo = cameo
        }
    }
    /// CAMEO event code.
    package var code: String
    package var label: String
    /// PLOVER category.
    package var plover: String?
    package var source: Actor?
    package var target: Actor?
    package var day: CalendarDay?
    package var place: Int?
    package var modality: Modality
    package var span: Span
    package var confidence: Double
    package init(code: String, label: String, modality: Modality, span: Span, confidence: Double) {
        self.code = code
        self.label = label
        self.modality = modality
        self.span = span
        self.confidence = confidence
    }
}

/// The five Ws and the H of the article's main event.
package struct MainEvent: Sendable {
    package struct Answer: Hashable, Sendable {
        package var span: Span
        package var entity: Int?
        package init(span: Span, entity: Int? = nil) {
            self.span = span
            self.entity = entity
        }
    }
    package var who: Answer?
    package var what: Answer?
    package var when: Answer?
    package var whereabouts: Answer?
    package var why: Answer?
    package var how: Answer?
    package init() {}
}

/// A phrase that says what the text is about.
package struct Keyphrase: Sendable {
    package var text: String
    package var score: Double
    package var mentions: [Span]
    package init(text: String, score: Double, mentions: [Span]) {
        self.text = text
        self.score = score
        self.mentions = mentions
    }
}

/// A topic of IPTC Media Topics that the text belongs to.
package struct Subject: Sendable {
    /// IPTC Media Topic, eight digits.
    package var code: String
    package var name: String
    package var confidence: Double
    package var evidence: [Span]
    package init(code: String, name: String, confidence: Double, evidence: [Span]) {
        self.code = code
        self.name = name
        self.confidence = confidence
        self.evidence = evidence
    }
}

/// A sentence of the text that was chosen for the summary.
package struct SummarySentence: Hashable, Sendable {
    /// The span's own words, or fewer of them; never another word. The first letter may be a capital that the text has not, where
    /// a connective before the span was left out.
    package var text: String
    package var span: Span
    package init(text: String, span: Span) {
        self.text = text
        self.span = span
    }
}
