/// What a language's text looks like in the single-byte encodings: its letters beyond ASCII, most frequent first.
///
/// Order matters, exact counts do not: a letter's likelihood is taken from its rank.
struct EncodingModel: Sendable {
    /// Encodings the language is written in, likeliest first.
    var charsets: [String]
    /// Letters in lower case and combining marks.
    var letters: String
    /// Latin script: letters beyond ASCII stand between ASCII letters. Others: they stand among themselves.
    var isLatin: Bool

    /// Added to the mean log2 likelihood of a letter: rare encodings need more evidence.
    var prior: Float

    init(_ charsets: [String], _ letters: String, latin: Bool = false, prior: Float = 0) {
        self.charsets = charsets
        self.letters = letters
        isLatin = latin
        self.prior = prior
    }

    private static let western = ["windows-1252", "iso-8859-15", "macintosh", "ibm850"]
    private static let central = ["windows-1250", "iso-8859-2", "ibm852"]
    private static let baltic = ["windows-1257", "iso-8859-13", "iso-8859-4"]
    private static let cyrillic = ["windows-1251", "koi8-r", "iso-8859-5", "ibm866", "x-mac-cyrillic"]

    static let all: [EncodingModel] = [
        // French, German, Spanish, Portuguese, Italian, Dutch, Swedish and Finnish, Danish and Norwegian, Icelandic,
        // Catalan, Albanian.
        EncodingModel(western, "éèàêçôîùâûëïœüÿæ", latin: true),
        EncodingModel(western, "üäößéàè", latin: true),
        EncodingModel(western, "óíáéñúü", latin: true),
        EncodingModel(western, "ãçáéíõóêúâàôü", latin: true),
        EncodingModel(western, "èàòùìéî", latin: true),
        EncodingModel(western, "éëïèöüóê", latin: true),
        EncodingModel(western, "äöåéü", latin: true),
        EncodingModel(western, "øåæéôü", latin: true),
        EncodingModel(western, "áíðéóþöúýæ", latin: true, prior: -0.4),
        EncodingModel(western, "éóàèíúòçïü", latin: true),
        EncodingModel(western, "ëç", latin: true, prior: -0.4),
        // Polish, Czech, Slovak, Hungarian, Croatian and Slovene, Romanian (twice).
        EncodingModel(central, "łąężśóćńź", latin: true, prior: -0.4),
        EncodingModel(central, "íáéěřýžčšůúňťďó", latin: true, prior: -0.4),
        EncodingModel(central, "áíéčýžšúťľôďňäóĺŕ", latin: true, prior: -0.4),
        EncodingModel(central, "áéóőöíúüű", latin: true, prior: -0.4),
        EncodingModel(central, "čšžćđ", latin: true, prior: -0.4),
        EncodingModel(central, "ăţşîâ", latin: true, prior: -0.4),
        EncodingModel(["iso-8859-16"], "ățșîâ", latin: true, prior: -0.4),
        // Turkish; Lithuanian, Latvian, Estonian; Vietnamese.
        EncodingModel(["windows-1254"], "ışçüğöâîû", latin: true, prior: -0.4),
        EncodingModel(baltic, "ėšųžįąūčę", latin: true, prior: -1),
        EncodingModel(baltic, "āīēšņūļķģžč", latin: true, prior: -1),
        EncodingModel(["windows-1257", "iso-8859-15"], "äõüöšž", latin: true, prior: -1),
        EncodingModel(
            ["windows-1258"], "\u{301}\u{300}\u{323}đôưâơêă\u{309}àáã\u{303}éèìíóòúùõýĩũ", latin: true, prior: -1),
        // Russian, Ukrainian, Belarusian, Bulgarian, Serbian, Macedonian.
        EncodingModel(cyrillic, "оаеинтсрвлкпмдуяыьзгбчйжхюшцщэфёъ"),
        EncodingModel(["windows-1251", "koi8-u", "iso-8859-5", "x-mac-cyrillic"], "оанитівреслкдмпузяьбгчйхжїцєюшфщґ"),
        EncodingModel(["windows-1251", "iso-8859-5"], "аніеоркстллядымуўзпцьгбчйхшжэёюф"),
        EncodingModel(["windows-1251", "iso-8859-5", "ibm866"], "аиоетнрсвлкдпмзяъгубчцщжйшфхюь"),
        EncodingModel(["windows-1251", "iso-8859-5"], "аиеотнрсупкдвјмзлбгцњчшћжљхђф"),
        EncodingModel(["windows-1251", "iso-8859-5"], "аиоетнрсвдклпмујзгбчшжцќфхњѓљџѕ"),
        // Greek, Hebrew, Arabic, Persian, Thai.
        EncodingModel(["windows-1253", "iso-8859-7"], "αοιετσνηυρπκμλςίόάγέήδωχθύώφβξζψϊϋΐΰ"),
        EncodingModel(["windows-1255", "iso-8859-8"], "יוהלאםרבתשמנכפעדקןחצטגסזךץף"),
        EncodingModel(["windows-1256", "iso-8859-6"], "الينموتربعدسفهكقحةجأشصىطخضإذئثزظغءؤآ"),
        EncodingModel(["windows-1256"], "ايرندهتومسبشکكزلگخفپعجچقحغژصطضذثظآئ"),
        EncodingModel(
            ["windows-874"],
            "านรอกเง\u{E48}ม\u{E31}\u{E49}ย\u{E34}ลวดท\u{E35}สต\u{E37}ะปบ\u{E4C}คแพห\u{E38}ชจ\u{E39}ข\u{E33}ไ\u{E47}ผใถ\u{E36}ซศธณษโญภฟฐฎ"
        ),
    ]
}

/// The most frequent characters of running text, by language: what tells the East Asian encodings apart.
enum FrequentCharacters {
    static let simplified =
        "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经去法学如都同现当没动面起看定天分还进好小部其些主样理心本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运新华社记者电本报讯月日年"
    static let traditional =
        "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作里用道行所然家種事成方多經去法學如都同現當沒動面起看定天分還進好小部其些主樣理心本前開但因只從想實日軍者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應戰向頭文體政美相見被利什二等產或新己制身果加西斯月話合回特代內信表化老給世位次度門任常先海通教兒原東聲提立及比員解水名真論處走義各入幾口認條平系氣題活爾更別打女變四神總何電數安少報才結反受目太量再感建務做接必場件計管期市直德資命山金指克許統區保至隊形社便空決治展馬科司五基眼書非則聽白卻界達光放強即像難且權思王象完設式色路記南品住告類求據程北邊死張該交規萬取拉格望覺術領共確傳師觀清今切院讓識候帶導爭運中央社台北報導縣市立委總統"
    static let japanese =
        "日一国人年大十二本中長出三時行見月後前生五間上東四今金九入学高円子外八六下来気小七山話女北午百書先名川千水半男西電校語土木聞食車何南万毎白天母火右読友左休父雨会同事自社発者地業方新場員立開手力問代明動京目通言理体田主題意不作用度強公持野以思家世多正安院心界教文元重近考画海売知集別物使品計死特私始朝運終台広住無真有口少町料工建空急止送切転研足究楽起着店病質待試族銀早映親験英医仕去味写字答夜音注帰古歌悪図週室歩風紙黒花春赤青館屋色走秋夏習駅洋旅服夕借曜飲肉貸堂鳥飯勉冬昼茶弟牛魚兄犬妹姉漢政府首相市県選挙議員経済米関係調査"
    static let korean =
        "이다는에의을가한고로지하은를도사기서그대시리인자정일나어들부아해으장전과라스있수원했주만제상보구국조선유공성요신오미여교비것면회중계개경동되관무안방며세식북용당연진치에서였던실내위소차화문등번합니까습명모우민간저결물재통행적발체월년말학력생분적데와트드르크레"
}
