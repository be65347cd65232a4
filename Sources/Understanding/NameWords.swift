/// What a word does in a name.
struct NameWord: OptionSet {
    let rawValue: UInt32
    /// Ends the name of an organisation: "Ministry", "Inc".
    static let bodyTail = NameWord(rawValue: 1)
    /// Begins one before "of" or "for": "Bank of …", "University of …".
    static let bodyHead = NameWord(rawValue: 2)
    /// Ends the name of a place: "River", "Airport".
    static let placeTail = NameWord(rawValue: 4)
    /// Begins one: "Lake", "Mount".
    static let placeHead = NameWord(rawValue: 8)
    /// Ends the name of an event, work, law or prize: "Cup", "Act".
    static let eventTail = NameWord(rawValue: 16)
    /// Begins one: "Operation", "Hurricane".
    static let eventHead = NameWord(rawValue: 32)
    /// A legal form; the end of a company's name whatever stands before it.
    static let legalForm = NameWord(rawValue: 64)
    /// A small word inside a person's name: "bin", "van", "de".
    static let particle = NameWord(rawValue: 128)
    /// Behind it a place is likely: "in", "near".
    static let beforePlace = NameWord(rawValue: 256)
    /// What people do and places don't: "said", "told".
    static let speaks = NameWord(rawValue: 512)
    /// Never a name by itself although it is written with a capital: months, days, "Internet", "God", religions, languages.
    static let noName = NameWord(rawValue: 1024)
    /// Abbreviated before a full stop inside a name: "St", "Jr", "Inc".
    static let abbreviation = NameWord(rawValue: 2048)
    /// Follows a person's name: "Jr", "III".
    static let generation = NameWord(rawValue: 4096)
    /// A direction before a place or part of a name: "North", "South".
    static let direction = NameWord(rawValue: 8192)
    /// Body tails that are ordinary words too, and alone are no name: "Forces", "Group".
    static let weakTail = NameWord(rawValue: 16384)
    /// Kinship and other nouns for people that stand before a name: "brother", "wife".
    static let person = NameWord(rawValue: 32768)
    /// A body before "on": "Commission on …".
    static let headOn = NameWord(rawValue: 131072)
    /// A body that is one by itself when it is written with a capital: "Parliament", "Senate".
    static let bodyAlone = NameWord(rawValue: 65536)

    @inline(__always) func has(_ other: NameWord) -> Bool { rawValue & other.rawValue != 0 }

    @inline(__always) init(rawValue: UInt32) { self.rawValue = rawValue }
    @inline(__always) init(word hash: UInt64) { rawValue = NameWord.table[hash] }

    static let table = WordTable(
        [
            (
                bodyTail.rawValue,
                """
                academy administration agency agencies alliance army association associations assembly authority authorities airlines airways \
                airline bank bancorp battalion board brigade brigades broadcasting bureau cabinet caucus center centre chamber church club \
                coalition college command commission committee communications company companies confederation congress consortium \
                cooperative corps council court department directorate division embassy enterprise enterprises exchange faculty \
                federation fellowship foundation front fund government guard guards guild holdings hospital industries institute \
                institution institutions insurance intelligence laboratory laboratories league legion legislature library magazine \
                media militia ministry motors movement museum navy network networks news newspaper office orchestra organization \
                organisation organizations parliament partners partnership party pharmaceuticals police press productions records \
                regiment secretariat securities senate service services society squadron stores studios symphony syndicate systems \
                technologies telecom telegraph television times tribunal tribune trust union university ventures watch newspapers \
                force forces group team united rangers herald gazette chronicle journal observer daily weekly post brotherhood \
                clinic school schools seminary synod diocese fc afc cf sc railroad railway railways rotary brewery records label band choir \
                ministerium partei universität gesellschaft verband bundesamt behörde gericht zeitung bundeswehr gewerkschaft \
                ministère parti université conseil comité assemblée banque tribunal \
                ministerio partido universidad consejo comité asamblea banco tribunal ayuntamiento \
                ministero partito università consiglio banca
                """
            ),
            (
                weakTail.rawValue,
                "force forces group team united times post watch service services office center centre government party court board news media school intelligence police army command front fund guard division union company companies bank church club hospital library daily weekly journal systems press records exchange trust band network department ministry university committee commission council agency association authority authorities"
            ),
            (
                legalForm.rawValue,
                "inc corp corporation co ltd llc llp plc limited incorporated gmbh ag kg sa spa nv bv oy ab asa pte pty bhd tbk bros oao zao ooo ао оао зао ооо"
            ),
            (
                bodyHead.rawValue,
                """
                academy agency alliance army assembly association bank board brotherhood bureau center centre chamber church college commission \
                committee conference confederation congress consortium convention council court department directorate embassy federation \
                foundation front government guild house institute institutes international league legion library ministry museum \
                movement office order organization organisation parliament party school secretariat senate society sons supreme \
                union university archdiocese diocese friends
                """
            ),
            (
                placeTail.rawValue,
                """
                airport airfield airspace archipelago avenue base basin bay beach boulevard bridge camp canal canyon cape castle cemetery \
                channel city coast corridor county creek crossing dam desert district drive falls fjord forest garden gardens gate glacier \
                gulf harbor harbour heights highlands highway hill hills island islands isle isles lake lakes lane mountain mountains mount \
                municipality oblast ocean palace park parish pass peak peninsula plains plateau plaza point port prefecture prison province \
                quarter region reservoir ridge river road sea shelf shore sound springs square stadium state station strait straits street \
                territory territories tower towers town township tunnel valley village volcano ward waterfront zone zoo governorate \
                krai republic cathedral abbey arena airstrip autobahn freeway turnpike marina temple shrine monument mall empire kingdom duchy emirate caliphate \
                straße strasse platz rue avenida calle plaza
                """
            ),
            (
                placeHead.rawValue,
                "lake mount mt cape fort ft port camp san santa santo são saint st ste isle río rio lac monte sierra ciudad puerto villa el los las upper lower bayou point"
            ),
            (
                eventTail.rawValue,
                """
                cup olympics games championship championships prix open prize award awards act treaty agreement protocol accord accords convention \
                festival summit election elections day war revolution uprising bowl marathon tour derby tournament series trophy medal constitution \
                amendment bill declaration resolution initiative plan program programme project crisis depression holocaust week month christmas \
                easter ramadan season conference talks festival exhibition expo parade rally forum ceremony oscars grammys show scandal affair massacre siege
                """
            ),
            (
                eventHead.rawValue,
                "operation hurricane typhoon cyclone tropical storm battle world treaty project apollo soyuz gemini voyager"
            ),
            (
                particle.rawValue,
                "bin bint ibn al el ul ad as ash az van von der den ter ten de da do dos del della di du la le y e zu abu ben af av"
            ),
            (
                beforePlace.rawValue,
                "in at near from to outside around across throughout into toward towards north south east west northern southern eastern western central inside within via leaving visiting capital city town village province region nach aus à dans en desde в из"
            ),
            (
                direction.rawValue,
                "north south east west northern southern eastern western central northeast northwest southeast southwest upper lower greater"
            ),
            (
                speaks.rawValue,
                """
                said says told added explained asked replied argued claimed insisted thinks believes believed wrote writes recalled joked laughed \
                testified died resigned born married thought tweeted commented noted
                """
            ),
            (
                noName.rawValue,
                """
                internet web god allah bible koran quran mr mrs ms dr islam christianity judaism buddhism hinduism muslim muslims christian christians \
                jew jews jewish catholic catholics protestant protestants sunni sunnis shiite shiites shi'ite shi'ites shia hindu hindus buddhist buddhists \
                sikh sikhs islamic islamist islamists arab arabs kurd kurds kurdish english french german spanish arabic hebrew latin western westerners \
                european europeans african africans asian asians american-style communist communists socialist socialists democrat democrats \
                republican republicans nazi nazis marxist conservative conservatives liberal liberals christmas easter ramadan i tv dvd cd \
                dna hiv aids ebola covid covid-19 gdp gmt am pm est edt pst pdt utc usd eur q1 q2 q3 q4 ceo cfo coo vip ok \
                olympic olympics nobel euro dollar pound yen yuan internet monday tuesday wednesday thursday friday saturday sunday january february march april june july \
                august september october november december jan feb mar apr jun jul aug sept sep oct nov dec hispanic latino caucasian \
                orthodox evangelical lutheran baptist methodist anglican tamil tamils pashtun uzbek hutu tutsi sunday's no yes congressional \
                palestinian-israeli anti pro non ex bc ad ph.d phd mba ba ma photo image video editor copyright figure table chapter section part volume note page
                """
            ),
            (
                abbreviation.rawValue,
                "st ste mt ft jr sr dr mr mrs ms gen sen rep gov lt col maj sgt capt cmdr adm prof rev hon inc co corp ltd bros no vs cpl pvt brig fr vol univ dept"
            ),
            (generation.rawValue, "jr sr ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xxiii"),
            (
                person.rawValue,
                "brother sister wife husband son daughter father mother uncle aunt cousin friend colleague boss named called"
            ),
            (headOn.rawValue, "commission committee conference council panel group task force convention summit"),
            (
                bodyAlone.rawValue,
                "parliament senate congress cabinet duma bundestag knesset majlis pentagon kremlin vatican interpol parlament parlement parlamento"
            ),
        ], combining: true)
}
