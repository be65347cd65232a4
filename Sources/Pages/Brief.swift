package import Article
package import Markup

/// What a page of the outbox shows: today, or a part of a day.
package struct Brief: Sendable {
    /// The local day, `YYYY-MM-DD`.
    package var day: String
    /// 1, 2, 3 … of the day, in the order of arrival; `nil` for today's page.
    package var part: Int?
    /// Newest first.
    package var cards: [Card] = []
    package var rejected: [RefusedCard] = []
    /// Reason files lie below the outbox.
    package var linksReasons = true
    /// Each of the day's 24 hours.
    package var hours: [Hour] = Array(repeating: Hour(), count: 24)
    /// More came that day than is on it.
    package var isCut = false
    package var neighbours: [(label: String, address: Address)] = []

    package struct Hour: Sendable {
        package var filed = 0
        package var duplicate = 0
        package var rejected = 0
        package init() {}
        var all: Int { filed + duplicate + rejected }
    }

    package init(day: String, part: Int? = nil) {
        self.day = day
        self.part = part
    }

    /// The versions of one story that are on this page, newest first.
    struct Story {
        var current: Card
        var earlier: [Card] = []
    }

    /// In the order of their newest version.
    var stories: [Story] {
        var places: [String: Int] = [:]
        var stories: [Story] = []
        for card in cards {
            if let place = places[card.uri] {
                stories[place].earlier.append(card)
            } else {
                places[card.uri] = stories.count
                stories.append(Story(current: card))
            }
        }
        for i in stories.indices {
            // One that came late is not the story's newest, though it arrived last.
            guard stories[i].current.standing != .current,
                let place = stories[i].earlier.firstIndex(where: { $0.standing == .current })
            else { continue }
            let late = stories[i].current
            stories[i].current = stories[i].earlier.remove(at: place)
            stories[i].earlier.insert(late, at: 0)
        }
        return stories
    }
}

/// `Thursday, 26 November 2026`; the text itself where it is no day.
package func spelledDay(_ text: String, short: Bool = false) -> String {
    guard let day = CalendarDay(text: text) else { return text }
    let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    let month = short ? String(months[day.month - 1].prefix(3)) : months[day.month - 1]
    let date = "\(day.day) \(month) \(day.year)"
    return short ? date : "\(weekdays[day.weekday]), \(date)"
}
