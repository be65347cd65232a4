/// Words that a full stop may follow without ending a sentence, by what must stand next for that.
///
/// Sources: the style books' lists of abbreviations in news (AP, Reuters, Duden, Le Bon usage …), as facts.
enum Abbreviations {
    enum Kind: UInt32 {
        case none = 0
        /// Stands before a name, capitalised: "Mr.", "Gen.". Never ends a sentence.
        case title
        /// Stands before a name or ends a street's: "St.", "Mt.". Ends a sentence before a function word.
        case beforeName
        /// "vs.", "e.g.": never ends a sentence.
        case never
        /// Stands before a number: "No. 5", "p. 12".
        case beforeNumber
        /// Stands behind a name: "Inc.", "Jr.", "Calif.". Ends a sentence before a function word or a quotation.
        case afterName
        /// Capitalised month or day: "Jan. 5". Ends a sentence before a function word.
        case calendar
        /// "etc.": ends a sentence before any capital.
        case tail
    }

    private static let common: [(UInt32, StaticString)] = [
        (
            Kind.title.rawValue,
            "mr mrs ms dr drs prof gen sen rep lt col maj capt sgt st rev hon msgr mme mlle messrs mgr"
        ),
        (Kind.never.rawValue, "vs cf e.g i.e viz approx ca"),
        (Kind.beforeNumber.rawValue, "p pp vol no nos nr art fig tel abs nº n°"),
        (Kind.afterName.rawValue, "inc corp co cos ltd plc llc jr sr bros ph.d m.d s.a s.p.a et.al"),
        (Kind.calendar.rawValue, "jan feb apr aug sept sep oct nov dec"),
        (Kind.tail.rawValue, "etc"),
    ]

    private static let english: [(UInt32, StaticString)] = [
        (
            Kind.title.rawValue,
            """
            mr mrs ms mx dr drs prof profs gen gens sen sens rep reps gov govs lt lts col cols maj majs capt capts cmdr cdr \
            adm sgt sgts cpl pvt pfc spc det insp supt rev revs hon pres sec sgt-maj msgr mme mlle messrs fr rt atty dist \
            asst assoc dir amb ens pte brig vice-adm lieut
            """
        ),
        (Kind.beforeName.rawValue, "st ste mt mts ft pt"),
        (Kind.never.rawValue, "vs v cf e.g i.e viz approx ca p.s ps n.b"),
        (
            Kind.beforeNumber.rawValue,
            "p pp vol vols no nos art arts fig figs ch chap sect para eq ver op ext rm n° nº nr tel pop div"
        ),
        (
            Kind.afterName.rawValue,
            """
            inc corp co cos ltd plc llc jr sr bros assn ave blvd rd dept depts univ govt natl intl mfg esq ph.d m.d b.a m.a \
            d.d.s al mph hwy hosp bldg dist ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn \
            miss mo mont neb nev okla ore pa tenn tex va vt wash wis wyo ont que alta sask man
            """
        ),
        (
            Kind.calendar.rawValue,
            "jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri"
        ),
        (Kind.tail.rawValue, "etc ed eds est"),
    ]

    private static let german: [(UInt32, StaticString)] = [
        (
            Kind.title.rawValue,
            "dr prof hr fr st dipl ing mag med jur phil rer nat habil gen oberst pfr msgr mr mrs ms kath ev chr joh"
        ),
        (
            Kind.never.rawValue,
            """
            bzw ca z.b d.h u.a o.ä i.d.r v.a z.t u.u m.e s.o s.u n.chr v.chr vgl evtl ggf sog inkl exkl zzgl max min mind \
            geb gest verh ehem stv stellv österr dt amerik brit franz int bes einschl lt vs cf insb hrsg
            """
        ),
        (Kind.beforeNumber.rawValue, "nr nrn art abs s bd kap tel abb az ziff rdnr p pp no par"),
        (Kind.afterName.rawValue, "str jr sr jun sen jh jhd inc corp co ltd mio mrd std min sek u.s"),
        (Kind.calendar.rawValue, "jan feb mär märz apr jun jul aug sept sep okt nov dez mo di mi do fr sa so"),
        (Kind.tail.rawValue, "usw etc usf ff al"),
    ]

    private static let french: [(UInt32, StaticString)] = [
        (Kind.title.rawValue, "m mm mme mmes mlle mlles dr pr me mgr st ste gén col cap lt cdt prof"),
        (Kind.never.rawValue, "cf env av apr c.-à-d p.ex ex vs"),
        (Kind.beforeNumber.rawValue, "p pp art vol n no nos n° nº chap fig tél al"),
        (Kind.afterName.rawValue, "inc corp co ltd jr j.-c bd"),
        (Kind.calendar.rawValue, "janv févr avr juil sept oct nov déc"),
        (Kind.tail.rawValue, "etc"),
    ]

    private static let spanish: [(UInt32, StaticString)] = [
        (
            Kind.title.rawValue,
            "sr sra srta sres dr dra d dª dña ing lic arq prof profa gral gen cnel cap tte mons pbro sto sta ud uds vd"
        ),
        (Kind.never.rawValue, "cf ej p.ej aprox vs"),
        (Kind.beforeNumber.rawValue, "p pp pág págs art arts núm núms nº n° vol cap tel fig"),
        (Kind.afterName.rawValue, "uu ee s.a s.l inc corp co ltd jr cía avda dpto a.c d.c"),
        (Kind.calendar.rawValue, "ene feb mar abr may jun jul ago sept sep oct nov dic"),
        (Kind.tail.rawValue, "etc"),
    ]

    private static let italian: [(UInt32, StaticString)] = [
        (
            Kind.title.rawValue,
            "sig sigg sig.ra dott dott.ssa dr prof prof.ssa on avv ing arch geom rag gen col cap ten mons s ss card don"
        ),
        (Kind.never.rawValue, "cfr es p.es ca vs"),
        (Kind.beforeNumber.rawValue, "p pp pag pagg art artt n nn nr vol cap tel fig"),
        (Kind.afterName.rawValue, "inc corp co ltd jr s.p.a s.r.l a.c d.c"),
        (Kind.calendar.rawValue, "gen feb mar apr mag giu lug ago set sett ott nov dic"),
        (Kind.tail.rawValue, "ecc etc"),
    ]

    private static let portuguese: [(UInt32, StaticString)] = [
        (Kind.title.rawValue, "sr sra srs dr dra drs prof profa eng exmo exma gen cel cap ten d dom sto sta ilmo"),
        (Kind.never.rawValue, "cf ex p.ex aprox vs"),
        (Kind.beforeNumber.rawValue, "p pp pág págs art arts nº n° núm vol cap tel fig"),
        (Kind.afterName.rawValue, "s.a ltda inc corp co ltd jr cia av a.c d.c"),
        (Kind.calendar.rawValue, "jan fev mar abr mai jun jul ago set out nov dez"),
        (Kind.tail.rawValue, "etc"),
    ]

    private static let dutch: [(UInt32, StaticString)] = [
        (Kind.title.rawValue, "dhr mevr mw mr mrs dr drs ir ing prof ds gen kol kap st mgr jhr bc"),
        (Kind.never.rawValue, "bijv bv d.w.z o.a m.b.t i.v.m t.o.v resp ca incl excl vgl zgn z.g vs jl"),
        (Kind.beforeNumber.rawValue, "nr nrs blz p pp art lid vol tel afb"),
        (Kind.afterName.rawValue, "inc corp co ltd jr sr str n.v b.v mln mld v.chr n.chr"),
        (Kind.calendar.rawValue, "jan feb mrt apr jun jul aug sept sep okt nov dec"),
        (Kind.tail.rawValue, "etc enz e.d"),
    ]

    private static let russian: [(UInt32, StaticString)] = [
        (
            Kind.never.rawValue,
            """
            г им ул пр просп пер наб пл пос дер обл р-н о-в оз гор св проф акад доц ген полк т.е т.к см ср напр тов \
            гр г-н г-жа стр рис табл гл ст п пп тел ок кв корп д
            """
        ),
        (Kind.afterName.rawValue, "гг в вв руб коп тыс млн млрд трлн долл н.э т.д т.п др пр кг км чел экз мин час сек"),
        (Kind.calendar.rawValue, "янв фев февр мар апр авг сен сент окт ноя нояб дек"),
    ]

    static let tables: [WordTable] = KnownLanguage.allCases.map {
        switch $0 {
        case .english: WordTable(english)
        case .german: WordTable(german)
        case .french: WordTable(french)
        case .spanish: WordTable(spanish)
        case .italian: WordTable(italian)
        case .portuguese: WordTable(portuguese)
        case .dutch: WordTable(dutch)
        case .russian: WordTable(russian)
        default: WordTable(common)
        }
    }
}
