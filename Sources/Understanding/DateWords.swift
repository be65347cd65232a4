/// What a word means in an expression of time, whatever its language.
struct DateWord {
    enum Kind: UInt8 {
        case none
        /// 1 to 12. `ambiguousMonth` is a word of another meaning too ("may", "march"): only with a capital or a number beside.
        case month, ambiguousMonth
        /// 0 is Monday.
        case weekday, ambiguousWeekday
        /// `Unit.rawValue`.
        case unit
        /// A number word; 0 stands for "several", -1 for the article that may mean one ("a week ago").
        case cardinal
        /// An ordinal word; -1 is "last".
        case ordinal
        /// Days from today.
        case dayWord
        /// "last", "this", "next": -1, 0, 1; before or behind what it belongs to.
        case relative
        /// Like `relative` -1, but "the past nine days" ends today.
        case past
        /// "ago", behind; "vor", "hace", before.
        case agoAfter, agoBefore
        /// "later", "earlier", behind.
        case shiftAfter
        /// `DayPart.rawValue`.
        case dayPart
        /// 0 spring to 3 winter.
        case season, ambiguousSeason
        /// "early" 0, "mid" 1, "late" 2.
        case edge
        case every
        /// "daily", "annual": the `Unit.rawValue`.
        case repeating
        /// "now" 0, "recently" -1.
        case reference
        /// May stand between day and month, month and year ("of", "de").
        case of
        /// Joins the ends of a range: "to" 0, "and" 1.
        case joiner
        case from, between
        case article
        /// "nearly", "more": belongs to a length of time.
        case about
        /// "at", "by": a clock time or year may follow.
        case preposition
        /// "GMT", "UTC", "EST".
        case zone
        /// "a.m." 0, "p.m." 1, "o'clock", "Uhr" 2.
        case clock
        /// "quarter" 0, "half" 1.
        case fraction
        /// "Q3": 1 to 4.
        case quarterName
        /// "anniversary", "old": the length before it is no time.
        case age
        /// Words of the future and of the past, for the direction of a day without a date.
        case future, former
    }

    enum Unit: Int {
        case second, minute, hour, day, week, weekend, fortnight, month, quarter, year, decade, century
    }

    enum DayPart: Int {
        case morning, noon, afternoon, evening, night, midnight
        /// TIMEX3's code behind the T.
        var code: String {
            switch self {
            case .morning: "MO"
            case .noon: "12:00"
            case .afternoon: "AF"
            case .evening: "EV"
            case .night: "NI"
            case .midnight: "00:00"
            }
        }
    }

    var kind: Kind
    var value: Int

    static let none = DateWord(kind: .none, value: 0)

    /// As stored in a `WordTable`: kind in the upper half, value + 1000 in the lower.
    init(packed: UInt32) {
        kind = Kind(rawValue: UInt8(truncatingIfNeeded: packed >> 16)) ?? .none
        value = Int(packed & 0xFFFF) - 1000
    }

    init(kind: Kind, value: Int) {
        self.kind = kind
        self.value = value
    }

    static func packed(_ kind: Kind, _ value: Int) -> UInt32 { UInt32(kind.rawValue) << 16 | UInt32(value + 1000) }
}

/// The words of time of one language: groups of words, parted by "|", in a fixed order for each field.
struct DateVocabulary {
    /// January to December.
    var months: StaticString = ""
    var ambiguousMonths: StaticString = ""
    /// Monday to Sunday.
    var weekdays: StaticString = ""
    var ambiguousWeekdays: StaticString = ""
    /// In the order of `DateWord.Unit`.
    var units: StaticString = ""
    /// One to twenty, then 30, 40 … 100.
    var cardinals: StaticString = ""
    /// "a" | "several".
    var vague: StaticString = ""
    /// First to twelfth, then last.
    var ordinals: StaticString = ""
    /// Two days ago | yesterday | today | tomorrow | in two days.
    var days: StaticString = ""
    /// Last | this | next.
    var relatives: StaticString = ""
    var past: StaticString = ""
    var agoAfter: StaticString = ""
    var agoBefore: StaticString = ""
    /// Earlier | later.
    var shifts: StaticString = ""
    /// In the order of `DateWord.DayPart`.
    var dayParts: StaticString = ""
    var seasons: StaticString = ""
    var ambiguousSeasons: StaticString = ""
    /// Early | mid | late.
    var edges: StaticString = ""
    var every: StaticString = ""
    /// Hourly | daily | weekly | monthly | quarterly | yearly.
    var repeating: StaticString = ""
    /// Recently | now.
    var references: StaticString = ""
    var of: StaticString = ""
    /// To | and.
    var joiners: StaticString = ""
    var from: StaticString = ""
    var between: StaticString = ""
    var articles: StaticString = ""
    var about: StaticString = ""
    var prepositions: StaticString = ""
    /// a.m. | p.m. | o'clock
    var clocks: StaticString = "am a.m a.m.|pm p.m p.m.|"
    /// Quarter | half.
    var fractions: StaticString = ""
    var ages: StaticString = ""
    var future: StaticString = ""
    var former: StaticString = ""

    static let zones: StaticString =
        "gmt utc est edt cst cdt mst mdt pst pdt et bst cet cest eet eest msk ist jst kst hkt sgt aest aedt wib"

    func table() -> WordTable {
        var entries: [(UInt32, [UInt8])] = []
        func add(_ groups: StaticString, _ kind: DateWord.Kind, _ values: [Int]) {
            for (i, group) in DateVocabulary.split(groups, at: 0x7C).enumerated() where i < values.count {
                entries.append((DateWord.packed(kind, values[i]), group))
            }
        }
        // The first meaning of a word wins.
        add(months, .month, Array(1...12))
        add(ambiguousMonths, .ambiguousMonth, Array(1...12))
        add(weekdays, .weekday, Array(0...6))
        add(ambiguousWeekdays, .ambiguousWeekday, Array(0...6))
        add(days, .dayWord, [-2, -1, 0, 1, 2])
        add(units, .unit, Array(0...11))
        add(ordinals, .ordinal, Array(1...12) + [-1])
        add(cardinals, .cardinal, Array(1...20) + [30, 40, 50, 60, 70, 80, 90, 100])
        add(vague, .cardinal, [-1, 0])
        add(relatives, .relative, [-1, 0, 1])
        add(past, .past, [-1])
        add(agoAfter, .agoAfter, [-1])
        add(agoBefore, .agoBefore, [-1])
        add(shifts, .shiftAfter, [-1, 1])
        add(dayParts, .dayPart, Array(0...5))
        add(seasons, .season, [0, 1, 2, 3])
        add(ambiguousSeasons, .ambiguousSeason, [0, 1, 2, 3])
        add(edges, .edge, [0, 1, 2])
        add(every, .every, [0])
        add(repeating, .repeating, [2, 3, 4, 7, 8, 9])
        add(references, .reference, [-1, 0])
        add(of, .of, [0])
        add(joiners, .joiner, [0, 1])
        add(from, .from, [0])
        add(between, .between, [0])
        add(articles, .article, [0])
        add(about, .about, [0])
        add(prepositions, .preposition, [0])
        add(DateVocabulary.zones, .zone, [0])
        add(clocks, .clock, [0, 1, 2])
        add(fractions, .fraction, [0, 1])
        add("q1|q2|q3|q4", .quarterName, [1, 2, 3, 4])
        add(ages, .age, [0])
        add(future, .future, [1])
        add(former, .former, [-1])
        return WordTable(bytes: entries)
    }

    private static func split(_ text: StaticString, at separator: UInt8) -> [[UInt8]] {
        text.withUTF8Buffer { $0.split(separator: separator, omittingEmptySubsequences: false).map { Array($0) } }
    }

    static let tables: [WordTable] = KnownLanguage.allCases.map { of($0).table() }

    static func of(_ language: KnownLanguage) -> DateVocabulary {
        switch language {
        case .german: german
        case .french: french
        case .spanish: spanish
        case .italian: italian
        case .portuguese: portuguese
        case .dutch: dutch
        case .russian: russian
        case .english: english
        case .polish: polish
        case .swedish: swedish
        case .danish: danish
        case .norwegian: norwegian
        case .czech: czech
        case .turkish: turkish
        case .ukrainian: ukrainian
        case .romanian: romanian
        case .catalan, .hungarian, .finnish, .indonesian, .other: other
        }
    }

    static let english = DateVocabulary(
        months: """
            january jan|february feb|_|april apr|_|june|july|august aug|september sept sep|october oct|november nov|december dec
            """,
        ambiguousMonths: "_|_|march mar|_|may|jun|jul",
        weekdays: """
            monday mondays|tuesday tuesdays tues|wednesday wednesdays|thursday thursdays thurs|friday fridays fri|\
            saturday saturdays|sunday sundays
            """,
        ambiguousWeekdays: "mon|tue|wed|thu thur|_|sat|sun",
        units: """
            seconds secs|minute minutes mins|hour hours hrs|day days|week weeks|weekend weekends|fortnight fortnights|month \
            months|_|year years yr yrs|decade decades|century centuries
            """,
        cardinals: """
            one single|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|\
            eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred
            """,
        vague: "a an|several few couple dozen many numerous countless some",
        ordinals: """
            first 1st|second 2nd|third 3rd|fourth 4th|fifth 5th|sixth 6th|seventh 7th|eighth 8th|ninth 9th|tenth 10th|eleventh \
            11th|twelfth 12th|final
            """,
        days: "_|yesterday|today tonight|tomorrow",
        relatives: "last previous|this|next coming upcoming following",
        past: "past preceding",
        agoAfter: "ago",
        shifts: "earlier previously|later afterwards",
        dayParts: "morning mornings|noon midday|afternoon afternoons|evening evenings|night nights|midnight",
        seasons: "_|summer|autumn|winter",
        ambiguousSeasons: "spring|_|fall",
        edges: "early beginning start|mid middle|late end",
        every: "every each",
        repeating: "hourly|daily nightly|weekly|monthly|quarterly|yearly annual annually",
        references: "recently|currently nowadays",
        of: "of",
        joiners: "to until till through thru|and",
        from: "from",
        between: "between",
        articles: "the",
        about: "about almost approximately around nearly over roughly under barely than least most",
        prepositions: "in at by since before after during on for circa throughout within",
        clocks: "am a.m a.m.|pm p.m p.m.|o'clock",
        fractions: "quarter quarters|half halves",
        ages: "old anniversary birthday olds",
        future: """
            will won't would shall should scheduled expected due set plans planned planning intends upcoming next expects hopes \
            they'll he'll she'll it'll we'll i'll tomorrow ahead forthcoming
            """,
        former: """
            was were had did said says told went came made took gave won lost fell rose began became held left met got saw ran \
            sent led found brought thought knew kept heard let meant stood set spoke grew hit beat struck shot sold built \
            bought drew broke drove flew wrote chose died lay sought caught fought taught paid spent cut put
            """)

    static let german = DateVocabulary(
        months: """
            januar jänner jan|februar feber feb|märz|april apr|mai|juni jun|juli jul|august aug|september sept sep|oktober okt|\
            november nov|dezember dez
            """,
        weekdays: """
            montag montags montagmorgen montagabend montagnachmittag montagnacht montagvormittag|dienstag dienstags \
            dienstagmorgen dienstagabend dienstagnachmittag dienstagnacht|mittwoch mittwochs mittwochmorgen mittwochabend \
            mittwochnachmittag mittwochnacht|donnerstag donnerstags donnerstagmorgen donnerstagabend donnerstagnachmittag \
            donnerstagnacht|freitag freitags freitagmorgen freitagabend freitagnachmittag freitagnacht|samstag samstags \
            sonnabend samstagmorgen samstagabend samstagnachmittag samstagnacht|sonntag sonntags sonntagmorgen sonntagabend \
            sonntagnachmittag sonntagnacht
            """,
        units: """
            sekunde sekunden|minute minuten|stunde stunden|tag tage tagen tages|woche wochen|wochenende wochenenden \
            wochenendes||monat monate monaten monats|quartal quartals|jahr jahre jahren jahres|jahrzehnt jahrzehnte \
            jahrzehnten|jahrhundert jahrhunderte jahrhunderts
            """,
        cardinals: """
            eins|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|dreizehn|vierzehn|fünfzehn|sechzehn|siebzehn|\
            achtzehn|neunzehn|zwanzig|dreißig|vierzig|fünfzig|sechzig|siebzig|achtzig|neunzig|hundert
            """,
        vague: "ein eine einem einer einen|mehrere mehreren wenige wenigen einige einigen paar viele vielen",
        ordinals: """
            ersten erstes erste erster|zweiten zweites zweite|dritten drittes dritte|vierten viertes vierte|fünften fünfte|\
            sechsten|siebten|achten|neunten|zehnten|elften|zwölften
            """,
        days: "vorgestern|gestern gestrigen|heute heutigen|morgen|übermorgen",
        relatives: """
            letzten letzte letzter letztes letztem vergangenen vergangene vergangener vergangenes vergangenem vorigen vorige \
            voriger voriges|diesen diese dieser dieses diesem|nächsten nächste nächster nächstes nächstem kommenden kommende \
            kommender kommendes kommendem
            """,
        agoBefore: "vor",
        shifts: "zuvor vorher früher|später danach",
        dayParts:
            "morgens vormittag vormittags|mittag mittags|nachmittag nachmittags|abend abends|nacht nachts|mitternacht",
        seasons: "frühling frühjahr|sommer|herbst|winter",
        edges: "anfang beginn|mitte|ende",
        every: "jeden jede jedes jeder",
        repeating:
            "stündlich|täglich tägliche täglichen|wöchentlich|monatlich|vierteljährlich|jährlich jährliche jährlichen",
        references: "kürzlich neulich|jetzt derzeit zurzeit momentan aktuell",
        of: "des",
        joiners: "bis|und",
        from: "vom von",
        between: "zwischen",
        articles: "der die das dem den",
        about: "rund etwa knapp fast",
        prepositions: "am im in um seit ab gegen nach",
        clocks: "||uhr",
        fractions: "_|halbjahr",
        ages: "alt alte alter alten",
        future: "wird werden soll sollen will wollen plant planen geplant",
        former: "war waren hatte hatten wurde wurden sagte sagten hat haben teilte kam ging gab")

    static let french = DateVocabulary(
        months: """
            janvier janv|février févr|mars|avril avr|mai|juin|juillet juil|août|septembre sept|octobre oct|novembre nov|\
            décembre déc
            """,
        weekdays:
            "lundi lundis|mardi mardis|mercredi mercredis|jeudi jeudis|vendredi vendredis|samedi samedis|dimanche dimanches",
        units: """
            seconde secondes|minute minutes|heure heures|jour jours journée|semaine semaines|week-end|quinzaine|mois|trimestre \
            trimestres|an ans année années|décennie décennies|siècle siècles
            """,
        cardinals: """
            _|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize||||vingt|trente|quarante|\
            cinquante|soixante||||cent
            """,
        vague: "un une|plusieurs quelques",
        ordinals: """
            premier première 1er 1ère|deuxième second 2e|troisième 3e|quatrième 4e|cinquième|sixième|septième|huitième|\
            neuvième|dixième|onzième|douzième
            """,
        days: "avant-hier|hier|aujourd'hui|demain|après-demain",
        relatives: """
            dernier dernière derniers dernières passé passée précédent précédente|ce cet cette|prochain prochaine prochains \
            prochaines suivant suivante
            """,
        agoBefore: "y",
        shifts: "auparavant|tard",
        dayParts: "matin matinée|midi|après-midi|soir soirée|nuit|minuit",
        seasons: "printemps|été|automne|hiver",
        edges: "début|mi|fin",
        every: "chaque tous",
        repeating:
            "_|quotidien quotidienne|hebdomadaire|mensuel mensuelle|trimestriel trimestrielle|annuel annuelle annuels",
        references: "récemment|maintenant actuellement",
        of: "de d' du",
        joiners: "au à jusqu'au|et",
        from: "du depuis",
        between: "entre",
        articles: "le la les l'",
        about: "environ près presque",
        prepositions: "en dès vers avant après depuis pendant à",
        clocks: "||h",
        ages: "âgé âgée",
        future: "sera seront va vont doit doivent aura prévu prévue devrait devraient",
        former: "a ont était étaient avait avaient été est sont annoncé déclaré")

    static let spanish = DateVocabulary(
        months: """
            enero ene|febrero feb|marzo|abril abr|mayo|junio jun|julio jul|agosto ago|septiembre setiembre sept|octubre oct|\
            noviembre nov|diciembre dic
            """,
        weekdays: "lunes|martes|miércoles|jueves|viernes|sábado sábados|domingo domingos",
        units: """
            segundo segundos|minuto minutos|hora horas|día días|semana semanas||quincena|mes meses|trimestre trimestres|año \
            años|década décadas|siglo siglos
            """,
        cardinals: """
            _|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|dieciséis|diecisiete|dieciocho|\
            diecinueve|veinte|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|cien
            """,
        vague: "un una|varios varias unos unas algunos algunas",
        ordinals:
            "primer primero primera|segundo segunda|tercer tercero tercera|cuarto cuarta|quinto|sexto|séptimo|octavo|noveno|décimo",
        days: "anteayer|ayer|hoy|mañana",
        relatives: """
            pasado pasada pasados pasadas último última anterior|este esta|próximo próxima próximos próximas siguiente
            """,
        agoAfter: "atrás",
        agoBefore: "hace",
        shifts: "antes|después",
        dayParts: "madrugada|mediodía|tarde|_|noche|medianoche",
        seasons: "primavera|verano|otoño|invierno",
        edges: "principios comienzos inicios|mediados|finales fines",
        every: "cada todos",
        repeating: "_|diario diaria|semanal|mensual|trimestral|anual",
        references: "recientemente|ahora actualmente",
        of: "de del",
        joiners: "al hasta a|y",
        from: "del desde",
        between: "entre",
        articles: "el la los las",
        about: "casi unos unas cerca",
        prepositions: "en desde durante hacia tras",
        ages: "edad",
        future: "será serán va van debe deberá prevé previsto prevista tendrá habrá",
        former: "fue fueron había era eran dijo ha han anunció")

    static let italian = DateVocabulary(
        months: """
            gennaio gen|febbraio feb|marzo|aprile apr|maggio mag|giugno giu|luglio lug|agosto ago|settembre sett|ottobre ott|\
            novembre nov|dicembre dic
            """,
        weekdays: "lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica",
        units: """
            secondo secondi|minuto minuti|ora ore|giorno giorni|settimana settimane|weekend||mese mesi|trimestre trimestri|anno \
            anni|decennio decenni|secolo secoli
            """,
        cardinals: """
            _|due|tre|quattro|cinque|sei|sette|otto|nove|dieci|undici|dodici|tredici|quattordici|quindici|sedici|diciassette|\
            diciotto|diciannove|venti|trenta|quaranta|cinquanta|sessanta|settanta|ottanta|novanta|cento
            """,
        vague: "un un' una uno|diversi diverse alcuni alcune pochi parecchi",
        ordinals: "primo prima 1º|secondo seconda|terzo terza|quarto quarta|quinto|sesto|settimo|ottavo|nono|decimo",
        days: "_|ieri|oggi|domani|dopodomani",
        relatives:
            "scorso scorsa scorsi scorse ultimo ultima passato precedente|questo questa quest'|prossimo prossima prossimi prossime",
        agoAfter: "fa",
        shifts: "prima|dopo",
        dayParts: "mattina mattino stamattina|mezzogiorno|pomeriggio|sera stasera|notte stanotte|mezzanotte",
        seasons: "primavera|estate|autunno|inverno",
        edges: "inizio|metà|fine",
        every: "ogni",
        repeating: "_|quotidiano quotidiana|settimanale|mensile|trimestrale|annuale",
        references: "recentemente|ora adesso attualmente",
        of: "di del d'",
        joiners: "al a fino|e",
        from: "dal da",
        between: "tra fra",
        articles: "il la lo i gli le l'",
        about: "circa quasi oltre",
        prepositions: "nel in dal entro durante dopo",
        ages: "età",
        future: "sarà saranno deve dovrà previsto prevista avrà",
        former: "è stato stata stati ha hanno era erano fu aveva detto")

    static let portuguese = DateVocabulary(
        months: """
            janeiro jan|fevereiro fev|março mar|abril abr|maio|junho jun|julho jul|agosto ago|setembro set|outubro out|\
            novembro nov|dezembro dez
            """,
        weekdays: "_|_|_|_|_|sábado sábados|domingo domingos",
        units: """
            segundo segundos|minuto minutos|hora horas|dia dias|semana semanas||quinzena|mês meses|trimestre trimestres|ano anos|\
            década décadas|século séculos
            """,
        cardinals: """
            _|dois duas|três|quatro|cinco|seis|sete|oito|nove|dez|onze|doze|treze|quatorze catorze|quinze|dezesseis|dezessete|\
            dezoito|dezenove|vinte|trinta|quarenta|cinquenta|sessenta|setenta|oitenta|noventa|cem
            """,
        vague: "um uma|vários várias alguns algumas poucos",
        ordinals:
            "primeiro primeira 1º|segundo segunda|terceiro terceira terça|quarto quarta|quinto quinta|sexto sexta",
        days: "anteontem|ontem|hoje|amanhã",
        relatives:
            "passado passada passados último última anterior|este esta neste nesta|próximo próxima próximos próximas seguinte",
        agoAfter: "atrás",
        agoBefore: "há",
        shifts: "antes|depois",
        dayParts: "manhã madrugada|meio-dia|tarde|_|noite|meia-noite",
        seasons: "primavera|verão|outono|inverno",
        edges: "início começo|meados|fim final",
        every: "cada todos",
        repeating: "_|diário diária|semanal|mensal|trimestral|anual",
        references: "recentemente|agora atualmente",
        of: "de do",
        joiners: "a até ao|e",
        from: "de desde",
        between: "entre",
        articles: "o a os as",
        about: "quase cerca",
        prepositions: "em no na desde durante após",
        ages: "idade",
        future: "será serão vai vão deve deverá previsto prevista terá",
        former: "foi foram era eram disse tinha havia anunciou")

    static let dutch = DateVocabulary(
        months: """
            januari jan|februari feb|maart mrt|april apr|mei|juni jun|juli jul|augustus aug|september sept sep|oktober okt|\
            november nov|december dec
            """,
        weekdays: """
            maandag maandagavond maandagochtend maandagmiddag|dinsdag dinsdagavond dinsdagochtend dinsdagmiddag|woensdag \
            woensdagavond woensdagochtend woensdagmiddag|donderdag donderdagavond donderdagochtend donderdagmiddag|vrijdag \
            vrijdagavond vrijdagochtend vrijdagmiddag|zaterdag zaterdagavond zaterdagochtend zaterdagmiddag|zondag \
            zondagavond zondagochtend zondagmiddag
            """,
        units: """
            seconde seconden|minuut minuten|uur uren|dag dagen|week weken|weekend weekeinde||maand maanden|kwartaal|jaar jaren|\
            decennium decennia|eeuw eeuwen
            """,
        cardinals: """
            _|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien|zestien|zeventien|achttien|\
            negentien|twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig|honderd
            """,
        vague: "een één|enkele paar meerdere verschillende",
        ordinals: "eerste|tweede|derde|vierde|vijfde|zesde|zevende|achtste|negende|tiende|elfde|twaalfde|laatste",
        days: "eergisteren|gisteren|vandaag|morgen|overmorgen",
        relatives: "vorige vorig afgelopen laatste|deze dit|volgende volgend komende komend aanstaande",
        agoAfter: "geleden",
        shifts: "eerder|later",
        dayParts:
            "ochtend vanochtend 's-ochtends vanmorgen|_|middag vanmiddag|avond vanavond|nacht vannacht|middernacht",
        seasons: "lente voorjaar|zomer|herfst najaar|winter",
        edges: "begin|midden half|eind einde",
        every: "elke iedere elk ieder",
        repeating: "_|dagelijks dagelijkse|wekelijks wekelijkse|maandelijks maandelijkse|_|jaarlijks jaarlijkse",
        references: "onlangs|nu momenteel",
        of: "van",
        joiners: "tot t/m|en",
        from: "van",
        between: "tussen",
        articles: "de het",
        about: "ongeveer bijna ruim zo'n",
        prepositions: "op in om sinds vanaf tijdens na",
        clocks: "||uur",
        ages: "oud oude jarige",
        future: "zal zullen gaat gaan wil willen moet moeten",
        former: "was waren had hadden werd werden zei heeft hebben")

    static let russian = DateVocabulary(
        months: """
            январь января январе янв|февраль февраля феврале фев|март марта марте мар|апрель апреля апреле апр|май мая мае|июнь \
            июня июне|июль июля июле|август августа августе авг|сентябрь сентября сентябре сен сент|октябрь октября октябре окт|\
            ноябрь ноября ноябре ноя|декабрь декабря декабре дек
            """,
        weekdays: """
            понедельник понедельника|вторник вторника|среду среда среды|четверг четверга|пятницу пятница пятницы|субботу \
            суббота субботы|воскресенье воскресенья
            """,
        units: """
            секунда секунды секунд|минута минуты минут минуту|час часа часов|день дня дней дни|неделя недели недель неделю \
            неделе|выходные||месяц месяца месяцев месяце|квартал квартала квартале|год года лет году годы|десятилетие \
            десятилетия|век века веке
            """,
        cardinals: """
            один одна|два две двух|три трех трёх|четыре четырех|пять пяти|шесть|семь|восемь|девять|десять|одиннадцать|двенадцать|\
            тринадцать|четырнадцать|пятнадцать|шестнадцать|семнадцать|восемнадцать|девятнадцать|двадцать|тридцать|сорок|\
            пятьдесят|шестьдесят|семьдесят|восемьдесят|девяносто|сто
            """,
        vague: "_|несколько нескольких",
        ordinals:
            "первый первого первом первое|второй второго втором второе|третий третьего третьем|четвертый четвертого четвертом",
        days: "позавчера|вчера|сегодня|завтра|послезавтра",
        relatives: """
            прошлый прошлого прошлом прошлой прошлую минувший минувшей минувшую минувшего последний последние последних|этот \
            этого этом этой эту текущего текущий|следующий следующего следующем следующей следующую будущего будущем
            """,
        agoAfter: "назад",
        shifts: "ранее|спустя позже",
        dayParts: "утром утра|полдень|днем днём|вечером вечера|ночью ночи|полночь",
        seasons: "весной весны весна|летом лета лето|осенью осени осень|зимой зимы зима",
        edges: "начале начала|середине|конце конца",
        every: "каждый каждую каждое",
        repeating: "_|ежедневно|еженедельно|ежемесячно|ежеквартально|ежегодно ежегодный",
        references: "недавно|сейчас",
        joiners: "по до|и",
        from: "с со",
        between: "между",
        about: "около почти примерно более",
        prepositions: "в к до после на",
        ages: "возрасте",
        future: "будет будут планирует планируют",
        former: "был была было были сообщил заявил сказал")

    static let polish = DateVocabulary(
        months: """
            styczeń stycznia styczniu|luty lutego lutym|marzec marca marcu|kwiecień kwietnia kwietniu|maj maja maju|czerwiec \
            czerwca czerwcu|lipiec lipca lipcu|sierpień sierpnia sierpniu|wrzesień września wrześniu|październik października \
            październiku|listopad listopada listopadzie|grudzień grudnia grudniu
            """,
        weekdays: "poniedziałek|wtorek|środę środa|czwartek|piątek|sobotę sobota|niedzielę niedziela",
        units:
            "_|minut minuty|godzin godziny|dni dzień dnia|tygodni tydzień tygodnia|weekend||miesiąc miesiące miesięcy|kwartał|rok roku lata lat",
        cardinals: "jeden|dwa dwóch|trzy trzech|cztery|pięć|sześć|siedem|osiem|dziewięć|dziesięć",
        days: "przedwczoraj|wczoraj|dziś dzisiaj|jutro|pojutrze",
        relatives: "zeszłym zeszłego ubiegłym ubiegłego|tym|przyszłym przyszłego następnym",
        agoAfter: "temu", joiners: "do|i", from: "od", prepositions: "w do po", future: "będzie będą",
        former: "był była było były")

    static let swedish = DateVocabulary(
        months: "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december",
        weekdays:
            "måndag måndagen|tisdag tisdagen|onsdag onsdagen|torsdag torsdagen|fredag fredagen|lördag lördagen|söndag söndagen",
        units: "_|minuter|timmar|dag dagar|vecka veckor veckan|helgen||månad månader|kvartalet kvartal|år",
        cardinals: "_|två|tre|fyra|fem|sex|sju|åtta|nio|tio",
        days: "_|igår|idag|imorgon", relatives: "förra|_|nästa", agoAfter: "sedan", joiners: "till|och", from: "från",
        prepositions: "den i på under", future: "ska kommer", former: "var hade sade")

    static let danish = DateVocabulary(
        months: "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december",
        weekdays: "mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag",
        units: "_|minutter|timer|dag dage|uge uger|weekend||måned måneder|kvartal|år",
        cardinals: "_|to|tre|fire|fem|seks|syv|otte|ni|ti",
        relatives: "sidste|_|næste", agoAfter: "siden", joiners: "til|og", from: "fra",
        prepositions: "den i på", future: "vil skal", former: "var havde sagde")

    static let norwegian = DateVocabulary(
        months: "januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember",
        weekdays: "mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag",
        units: "_|minutter|timer|dag dager|uke uker|helgen||måned måneder|kvartal|år",
        cardinals: "_|to|tre|fire|fem|seks|sju|åtte|ni|ti",
        relatives: "forrige|_|neste", agoAfter: "siden", joiners: "til|og", from: "fra",
        prepositions: "den i på", future: "vil skal", former: "var hadde sa")

    static let czech = DateVocabulary(
        months: """
            leden ledna lednu|únor února únoru|březen března březnu|duben dubna dubnu|květen května květnu|červen června červnu|\
            červenec července červenci|srpen srpna srpnu|září|říjen října říjnu|listopad listopadu|prosinec prosince prosinci
            """,
        weekdays: "pondělí|úterý|středu středa|čtvrtek|pátek|sobotu sobota|neděli neděle",
        units: "_|minut|hodin|dní dny den|týdnů týden týdnu|víkend||měsíc měsíců|čtvrtletí|rok roku let roky",
        days: "předevčírem|včera|dnes|zítra|pozítří", joiners: "do|a", from: "od", prepositions: "v ve do",
        former: "byl byla bylo byli")

    static let turkish = DateVocabulary(
        months: "ocak|şubat|mart|nisan|mayıs|haziran|temmuz|ağustos|eylül|ekim|kasım|aralık",
        weekdays: "pazartesi|salı|çarşamba|perşembe|cuma|cumartesi|_",
        units: "_|dakika|saat|gün|hafta|||ay|çeyrek|yıl",
        cardinals: "_|iki|üç|dört|beş|altı|yedi|sekiz|dokuz|_",
        days: "_|dün|bugün|yarın", relatives: "geçen|_|gelecek", agoAfter: "önce")

    static let ukrainian = DateVocabulary(
        months: """
            січень січня січні|лютий лютого лютому|березень березня березні|квітень квітня квітні|травень травня травні|червень \
            червня червні|липень липня липні|серпень серпня серпні|вересень вересня вересні|жовтень жовтня жовтні|листопад \
            листопада листопаді|грудень грудня грудні
            """,
        weekdays: "понеділок|вівторок|середу|четвер|п'ятницю|суботу|неділю",
        units:
            "_|хвилин хвилини|годин години|день дня днів дні|тиждень тижня тижні|||місяць місяця місяців|квартал|рік року років роки",
        days: "позавчора|вчора учора|сьогодні|завтра", relatives: "минулого минулий минулої|цього|наступного наступний",
        agoAfter: "тому", joiners: "до по|і", from: "з", prepositions: "в у до", future: "буде будуть",
        former: "був була було були")

    static let romanian = DateVocabulary(
        months: "ianuarie|februarie|martie|aprilie|mai|iunie|iulie|august|septembrie|octombrie|noiembrie|decembrie",
        weekdays: "luni|marți|miercuri|joi|vineri|sâmbătă|duminică",
        units: "_|minute|ore|zi zile|săptămână săptămâni|||lună|trimestru|an ani",
        days: "_|ieri|azi astăzi|mâine", joiners: "până|și", prepositions: "în pe la", former: "a au fost era")

    /// Languages without a vocabulary of their own get the months of those beside them, and Arabic.
    static let other = DateVocabulary(
        months: """
            january januari gener január tammikuuta tammikuu januar janvier yanvar يناير كانون_الثاني ιανουαρίου जनवरी|february \
            februari febrer február helmikuuta februar fevral فبراير شباط φεβρουαρίου फरवरी|march maret març március maaliskuuta \
            marts مارس آذار μαρτίου मार्च|april abril április huhtikuuta أبريل نيسان απριλίου अप्रैल|may mei maig május toukokuuta \
            مايو أيار μαΐου मई|june juni juny június kesäkuuta يونيو حزيران ιουνίου जून|july juli juliol július heinäkuuta يوليو تموز \
            ιουλίου जुलाई|august agustus agost augusztus elokuuta أغسطس آب αυγούστου अगस्त|september setembre szeptember syyskuuta \
            سبتمبر أيلول σεπτεμβρίου सितंबर|october oktober octubre október lokakuuta أكتوبر οκτωβρίου अक्टूबर|november novembre \
            marraskuuta نوفمبر νοεμβρίου नवंबर|december desember desembre joulukuuta ديسمبر δεκεμβρίου दिसंबर
            """,
        weekdays: """
            senin الاثنين الإثنين dilluns maanantaina hétfőn δευτέρα सोमवार|selasa الثلاثاء dimarts tiistaina kedden τρίτη \
            मंगलवार|rabu الأربعاء dimecres keskiviikkona szerdán τετάρτη बुधवार|kamis الخميس dijous torstaina csütörtökön πέμπτη \
            गुरुवार|jumat الجمعة divendres perjantaina pénteken παρασκευή शुक्रवार|sabtu السبت dissabte lauantaina szombaton σάββατο \
            शनिवार|minggu الأحد diumenge sunnuntaina vasárnap κυριακή रविवार
            """,
        days:
            "_|أمس kemarin ahir eilen tegnap χθες|اليوم avui tänään ma σήμερα आज|غدا besok demà huomenna holnap αύριο",
        of: "de del d'")
}
