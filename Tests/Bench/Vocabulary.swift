/// The words of the generated stories. `{p}` and its like are filled in by `WireStory`:
/// p a person with office, q another person by the family name, o an organisation, c a city, y a country, t a thing that is
/// argued about, n a number, m an amount of money, w a day of the week, d a day of the year, e a day with its year.
enum Vocabulary {
    static let given = [
        "Inês", "Declan", "Marit", "Hassan", "Akiko", "Pavel", "Lucía", "Tomasz", "Nadia", "Kwame", "Ingrid", "Rafael",
        "Mei",
        "Olena", "Samuel", "Fatima", "Jonas", "Aylin", "Peter", "Chiara", "Viktor", "Amara", "Henrik", "Leila",
        "Marcus",
        "Soledad", "Andrei", "Joanna", "Bilal", "Claire",
    ]
    static let family = [
        "Carvalhal", "Morrow", "Solheim", "El-Amin", "Tanabe", "Dvořák", "Quintero", "Wieczorek", "Haddad", "Boateng",
        "Lindqvist", "Moreira", "Zhao", "Kovalenko", "Whitfield", "Benali", "Aaltonen", "Yıldız", "Hargreaves",
        "Bellini",
        "Petrov", "Okafor", "Nyström", "Rahimi", "Fairbanks", "Ibarra", "Munteanu", "Kaczmarek", "Siddiqui",
        "Delacroix",
        "Sørensen", "Vasseur", "Rautala", "Castellano", "Brandt", "O'Leary", "Varga", "Mbeki-Jones", "Thorne",
        "Halloran",
    ]
    static let offices = [
        "Prime Minister", "Foreign Minister", "Transport Minister", "Finance Minister", "President", "the mayor,",
        "the union's leader,",
        "the company's chief executive,", "a spokesman for the ministry,", "the head of the regional council,",
        "Energy Minister",
        "Professor", "the chairwoman,", "a lawyer for the families,", "the chief economist,", "Senator",
    ]
    static let organisations = [
        "the United Nations", "the European Commission", "the World Bank", "the Atlantic Ferry Union",
        "the Ministry of Transport",
        "RailNova", "the Northern Grid Company", "the International Monetary Fund", "the Red Cross",
        "the Harbour Workers' Union",
        "the Supreme Court", "the Institute for Coastal Research", "Meridian Steel", "the National Assembly",
        "the World Health Organization",
        "the Farmers' League", "Alta Pharma", "the Central Bank", "the African Union", "the Green Party",
        "Orion Airlines",
        "the University of Tartu", "the Fire Service", "the Football Association",
        "the European Maritime Safety Agency",
    ]
    static let places = [
        ("Lisbon", "Portugal"), ("Bergen", "Norway"), ("Nairobi", "Kenya"), ("Osaka", "Japan"), ("Tampere", "Finland"),
        ("Valparaíso", "Chile"), ("Gdańsk", "Poland"), ("Hanoi", "Vietnam"), ("Marseille", "France"),
        ("Accra", "Ghana"),
        ("Tbilisi", "Georgia"), ("Montreal", "Canada"), ("Ankara", "Turkey"), ("Porto Alegre", "Brazil"),
        ("Bratislava", "Slovakia"),
        ("Wellington", "New Zealand"), ("Jakarta", "Indonesia"), ("Geneva", "Switzerland"),
        ("Rotterdam", "the Netherlands"),
        ("Beirut", "Lebanon"), ("Cork", "Ireland"), ("Almaty", "Kazakhstan"), ("Bologna", "Italy"),
        ("Dakar", "Senegal"),
        ("Lima", "Peru"), ("Riga", "Latvia"),
    ]
    static let things = [
        "winter timetable", "water tariff", "fishing quota", "rail link", "hospital plan", "customs agreement",
        "pension reform",
        "power cable", "school budget", "flood barrier", "vaccine order", "housing law", "harbour fee", "steel tariff",
        "ceasefire line", "airport extension", "grain corridor", "tax treaty", "wind park", "data centre",
    ]
    static let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    static let agencies = ["Reuters", "AP", "AFP", "Lakeside News Agency"]

    static let headlines = [
        "{y} and {y} agree on {t} after night of talks", "{c} votes for {t}, {n} to {n}", "{o} warns of delay to {t}",
        "Storm cuts off {n} villages near {c}", "{q} resigns over {t}", "{o} to spend {m} on {t} in {c}",
        "Strike at {c} harbour enters day {n}", "{y} opens inquiry into {t}", "{n} hurt as tram leaves rails in {c}",
        "{c} court stops {t} until {d}", "{o} and {o} settle dispute over {t}",
        "Voters in {y} turn to {q} as {t} stalls",
    ]
    static let openings = [
        "{p} and delegates from {n} regions agreed on {w} on a {t}, ending a dispute that had held up work in {c} since {d}.",
        "{o} said on {w} that the {t} will cost {m} more than planned and will not be ready before {e}.",
        "Rescuers in {c} reached the last of {n} villages on {w}, {n} days after a storm had cut roads and power in much of {y}.",
        "A court in {c} stopped the {t} on {w}, {n} hours before work was to begin, after {o} had complained.",
        "{p} offered to step down on {w} after {o} published {n} pages of letters about the {t}.",
        "Dock workers in {c} walked out for the {n}th day on {w} as talks with {o} over the {t} broke down.",
    ]
    static let sentences = [
        "Under the agreement {y} and {y} will share the cost of {n} routes, estimated at {m} a year.",
        "{o} had opposed the plan until last {w}, when {o} reported that {n} of the sites needed repair.",
        "Talks are to resume in {c} on {d}.", "{p} will travel to {c} on {w} to meet {p}.",
        "The {t} has been delayed {n} times since {e}, and the price has risen from {m} to {m}.",
        "About {n},000 people live along the line, most of them in {c} and in the hills towards {y}.",
        "{o} put the damage at {m}, more than twice what insurers had expected in March.",
        "{q} did not say when the first payment would be made.", "Shares of the company fell by {n} percent in {c}.",
        "The ministers will meet again in {c} in May to decide whether the {t} should be kept in 2028.",
        "Police said {n} people were detained and released the same evening.",
        "In {c}, where the first {n} households were connected on {d}, the price of electricity has halved.",
        "The vote was closer than the party had hoped: {n} members were for the {t}, {n} against, and {n} stayed away.",
        "Schools in {c} will stay closed until {w}.",
        "According to {o}, {n} ships were waiting outside the harbour on {w} morning.",
        "{y} joined the treaty on {e}; {y} has signed but not ratified it.", "A report is due by {e}.",
        "The bridge, built in 1931 and widened {n} years ago, carries {n},000 cars a day.",
        "Neither {o} nor the government of {y} has commented on the letter.",
        "{o} has promised to publish the figures on {d}, a week before {y} votes.",
        "Witnesses told a radio station in {c} that smoke could be seen from {n} kilometres away.",
        "Its budget, {m} in the last year, comes in equal parts from {y}, {y} and {o}.",
        "Farmers around {c} say they lost a third of the harvest and want {m} in compensation.",
    ]
    static let quotes = [
        "“Nobody will have to wait because the weather is bad or the budget is short,” {q} told reporters in {c}.",
        "“A timetable does not sail by itself,” said {p}, who joined the talks on {w}.",
        "“We asked for {n} days and were given two,” {q} said. “That is not a plan, it is a wish.”",
        "{p} called the result “a fair bargain that took far too long.”",
        "\"The {t} belongs to the people of {c},\" said {p}. \"They paid for it, and they will keep it.\"",
        "“If the money is not there by {d}, the work stops,” {q} warned in a letter to {o}.",
        "Asked whether the {t} could still fail, {q} answered: “Everything can fail. This will not.”",
        "“It was dark, the water came through the floor, and we carried {n} children up the hill,” a teacher in {c} said.",
    ]
}
