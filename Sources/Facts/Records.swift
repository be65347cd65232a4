/// ISO 3166-1 alpha-2.
package struct CountryCode: Hashable, Sendable {
    let first: UInt8
    let second: UInt8
    init(_ first: UInt8, _ second: UInt8) {
        self.first = first
        self.second = second
    }
    package var text: String { String(decoding: [first, second], as: UTF8.self) }
    /// Whether it is this one, for codes known in advance: `country.code.is("US")`.
    package func `is`(_ code: StaticString) -> Bool {
        code.utf8CodeUnitCount == 2 && code.utf8Start[0] == first && code.utf8Start[1] == second
    }
}

/// A country of ISO 3166-1.
package struct Country: Sendable {
    package let code: CountryCode
    /// Usual English name.
    package let name: Phrase
    /// The usual English one; empty where there is none.
    package let adjective: Phrase
    /// 0 where GeoNames has none.
    package let geonameID: Int
    /// Index of a city.
    package let capital: Int?
}

/// A state, province or the like.
package struct Region: Sendable {
    package let name: Phrase
    /// ISO 3166-2.
    package let code: Phrase
    package let country: Int
    /// Of its chief city, where that is known.
    package let latitude: Double?
    package let longitude: Double?
    /// One of the states and provinces that the news names often.
    package let isMajor: Bool
}

/// A city, after GeoNames.
package struct City: Sendable {
    package let name: Phrase
    package let geonameID: Int
    package let latitude: Double
    package let longitude: Double
    package let population: Int
    package let country: Int
    /// The city is itself a subdivision of ISO 3166-2, its `region`.
    package let isRegion: Bool
    package let region: Int?
}

/// A continent, sea, mountain, quarter: a place that is no country, region or city.
package struct Place: Sendable {
    package let name: Phrase
    package let country: Int?
    package let latitude: Double
    package let longitude: Double
}

/// An organisation, a company or a body of state.
package struct Organisation: Sendable {
    package enum Kind: UInt8, Sendable {
        case intergovernmental, alliance, court, government, party, bank, company, agency, ngo, media, armed
        case university, team, sport, religion, union
    }
    package let name: Phrase
    package let kind: Kind
    package let country: Int?
}

/// Somebody the news often names.
package struct Person: Sendable {
    package let name: Phrase
    /// The highest office held, in English; empty where none is.
    package let office: Phrase
    package let country: Int?
    /// Years of the office, or of being in the news; `last` is `nil` while it lasts.
    package let first: Int
    package let last: Int?
}

/// A title before or after a name.
package struct Office: Sendable {
    package enum Kind: UInt8, Sendable {
        /// Of a country or body: "President".
        case office
        /// "Mr.", "King", "Dr."
        case address
        /// Of an army or police: "Gen."
        case rank
        /// "spokesman", "analyst"
        case trade
    }
    /// In English.
    package let name: Phrase
    package let kind: Kind
}
