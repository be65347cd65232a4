/// The languages whose words Dateline knows; others get what holds for all.
enum KnownLanguage: Int, CaseIterable {
    case english, german, french, spanish, italian, portuguese, dutch, russian, polish, czech, swedish, danish,
        norwegian
    case romanian, catalan, turkish, ukrainian, hungarian, finnish, indonesian, other

    /// BCP 47.
    var tag: String {
        switch self {
        case .english: "en"
        case .german: "de"
        case .french: "fr"
        case .spanish: "es"
        case .italian: "it"
        case .portuguese: "pt"
        case .dutch: "nl"
        case .russian: "ru"
        case .polish: "pl"
        case .czech: "cs"
        case .swedish: "sv"
        case .danish: "da"
        case .norwegian: "nb"
        case .romanian: "ro"
        case .catalan: "ca"
        case .turkish: "tr"
        case .ukrainian: "uk"
        case .hungarian: "hu"
        case .finnish: "fi"
        case .indonesian: "id"
        case .other: "und"
        }
    }

    /// From a BCP 47 tag, by its primary language.
    init(tag: String?) {
        let code = languageCode(tag)
        self = KnownLanguage.codes.firstIndex(of: code).flatMap(KnownLanguage.init) ?? .other
    }

    /// By raw value.
    private static let codes = allCases.map { languageCode($0.tag) }
}

/// The primary language of a BCP 47 tag as a number, its letters from high to low: `de` for `de-AT`. Strings are slow to compare
/// for what every article asks many times. 0 where there is none.
func languageCode(_ tag: String?) -> UInt32 {
    var code: UInt32 = 0
    for byte in (tag ?? "").utf8.prefix(4) {
        if byte == 0x2D { break }
        code = code << 8 | UInt32(byte)
    }
    return code
}

/// Articles, pronouns, prepositions, conjunctions, auxiliaries and the commonest adverbs: words that are no key phrase, and
/// that begin a sentence when they are capitalised in the middle of a text.
enum FunctionWords {
    static let tables: [WordTable] = KnownLanguage.allCases.map { WordTable([(1, words(of: $0))]) }

    /// In which languages a word is one: bit n for the language of raw value n.
    static let languages = WordTable(
        KnownLanguage.allCases.map { (1 << UInt32($0.rawValue), words(of: $0)) }, combining: true)

    static func table(_ language: KnownLanguage) -> WordTable { tables[language.rawValue] }

    /// Parted by spaces.
    static func words(of language: KnownLanguage) -> StaticString {
        switch language {
        case .english:
            """
            a an the this that these those some any no every each either neither both all most many much more few fewer \
            several such other another others same own half
            i me my mine myself you your yours yourself he him his himself she her hers herself it its itself we us our \
            ours ourselves they them their theirs themselves one ones someone anyone everyone nobody somebody anybody \
            everybody something anything everything nothing none who whom whose which what whatever whoever whichever
            about above across after against along alongside amid among amongst around as at before behind below beneath \
            beside besides between beyond by despite down during except for from in inside into like near of off on onto \
            out outside over past per since through throughout till to toward towards under underneath unlike until up \
            upon versus via with within without
            and or but nor so yet if unless because although though while whereas whether when whenever where wherever \
            why how than then once lest
            am is are was were be been being isn't aren't wasn't weren't do does did doing done don't doesn't didn't have \
            has had having haven't hasn't hadn't will would shall should can could may might must won't wouldn't \
            shouldn't can't cannot couldn't mustn't ought i'm i've i'd i'll you're you've you'd you'll he's he'd he'll \
            she's she'd she'll it'd it'll we're we've we'd we'll they're they've they'd they'll that'll there'll let
            not never also too very just only even still already again ever almost rather quite perhaps maybe however \
            therefore thus hence meanwhile moreover furthermore nevertheless nonetheless instead otherwise indeed \
            there here now today yesterday tomorrow soon later earlier ago often always sometimes usually yes well away \
            back further least less enough else anyway apart according
            """
        case .german:
            """
            der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner dieser diese dieses \
            diesen diesem jener jene jenes jenen jeder jede jedes jeden jedem alle allen aller alles manche viele vielen \
            wenige einige einigen mehrere beide beiden andere anderen anderer anderes solche solcher
            ich mich mir mein meine meinen du dich dir dein deine er ihn ihm sein seine seinen seinem seiner sie ihr ihre \
            ihren ihrem ihrer ihrer es wir uns unser unsere unseren euch euer man sich selbst wer wen wem wessen was welche \
            welcher welches jemand niemand etwas nichts
            in im ins an am ans auf aus bei beim mit nach von vom vor zu zum zur für durch gegen ohne um über unter \
            zwischen hinter neben seit während wegen trotz bis ab außer entlang laut gegenüber innerhalb außerhalb
            und oder aber sondern denn doch wenn weil dass daß ob als wie wo wohin woher wann warum weshalb obwohl damit \
            nachdem bevor sobald solange indem falls sowie sowohl weder noch entweder
            bin bist ist sind seid war waren wäre wären gewesen sein werde wirst wird werden wurde wurden worden würde \
            würden habe hast hat haben hatte hatten hätte hätten kann können konnte konnten könnte könnten muss müssen \
            musste mussten müsste soll sollen sollte sollten will wollen wollte wollten darf dürfen durfte mag möchte
            nicht nie auch nur schon noch sehr so dann da dort hier nun jetzt heute gestern morgen immer wieder mehr \
            weniger etwa rund bereits zudem außerdem dabei dazu davon dafür dagegen darüber danach dennoch jedoch deshalb \
            daher somit allerdings zuvor zunächst inzwischen demnach bislang bisher ja nein hin her weiter zurück
            """
        case .french:
            """
            le la les l' un une des du de d' au aux ce cet cette ces mon ma mes ton ta tes son sa ses notre nos votre vos \
            leur leurs quel quelle quels quelles tout toute tous toutes chaque plusieurs quelques certains certaines \
            aucun aucune autre autres même mêmes tel telle
            je j' me m' moi tu te t' toi il elle on nous vous ils elles se s' soi lui eux y en qui que qu' quoi dont où \
            celui celle ceux celles ceci cela ça c' rien personne quelqu'un
            à dans par pour en vers avec sans sous sur chez entre contre depuis pendant dès jusque jusqu' avant après \
            devant derrière selon malgré parmi hors envers lors outre
            et ou mais donc or ni car si comme quand lorsque lorsqu' puisque parce tandis afin alors
            suis es est sommes êtes sont étais était étaient être été sera seront serait seraient soit ai as a avons avez \
            ont avait avaient aura auront aurait auraient avoir eu fait font faire peut peuvent pouvait pourrait doit \
            doivent devait devrait va vont
            ne n' pas plus jamais très aussi bien encore déjà trop peu moins ainsi ici là hier aujourd'hui demain \
            maintenant toujours souvent puis ensuite enfin cependant toutefois pourtant notamment également non oui
            """
        case .spanish:
            """
            el la los las lo un una unos unas al del de este esta estos estas ese esa esos esas aquel aquella aquellos mi \
            mis tu tus su sus nuestro nuestra nuestros nuestras cada todo toda todos todas otro otra otros otras mismo \
            misma algunos algunas algún alguna ningún ninguna varios varias muchos muchas mucho mucha pocos tal tales
            yo me mí tú te ti él ella ello usted nosotros vosotros ellos ellas ustedes se sí nos os le les que quien \
            quienes cual cuales cuyo cuya qué quién cuál algo nada alguien nadie esto eso aquello uno
            a ante bajo con contra desde durante en entre hacia hasta mediante para por según sin sobre tras
            y e o u pero sino ni porque pues si como cuando donde aunque mientras
            soy es somos son era eran fue fueron ser sido será serán sería está están estaba estaban estar estado he ha \
            hemos han había habían haber hay hubo habrá tiene tienen tenía tener puede pueden podía podría debe deben va \
            van
            no nunca también tampoco muy más menos ya aún todavía así aquí allí ahí hoy ayer mañana ahora siempre luego \
            después antes entonces además sólo solo tan tanto casi incluso
            """
        case .italian:
            """
            il lo la i gli le l' un uno una un' del dello della dell' dei degli delle di d' al allo alla all' ai agli alle \
            a da dal dallo dalla dall' dai dagli dalle in nel nello nella nell' nei negli nelle con su sul sullo sulla \
            sull' sui sugli sulle per tra fra questo questa questi queste quello quella quelli quelle quel quei quegli mio \
            mia suo sua suoi sue nostro nostra loro ogni tutto tutta tutti tutte altro altra altri altre stesso stessa \
            alcuni alcune molti molte molto molta pochi tale tali
            io mi me tu ti te lui lei egli ella esso essa noi ci voi vi essi si sé ne che chi cui quale quali qualcuno \
            nessuno niente nulla qualcosa ciò
            contro dopo prima durante verso senza sotto sopra presso secondo entro oltre fino
            e ed o od ma però né se come quando dove mentre perché poiché anche
            sono sei è siamo siete era erano fu furono essere stato stata stati state sarà saranno sarebbe ho hai ha abbiamo \
            avete hanno aveva avevano avere avuto avrà può possono poteva deve devono viene vengono fa
            non mai più meno già ancora così qui là lì oggi ieri domani ora sempre poi allora inoltre solo tanto quasi \
            invece infatti quindi dunque
            """
        case .portuguese:
            """
            o a os as um uma uns umas do da dos das de no na nos nas em ao à aos às pelo pela pelos pelas este esta estes \
            estas esse essa esses essas aquele aquela aqueles isto isso aquilo meu minha seu sua seus suas nosso nossa \
            nossos cada todo toda todos todas outro outra outros outras mesmo mesma algum alguma alguns algumas nenhum \
            vários várias muitos muitas muito muita poucos tal
            eu me mim tu te você ele ela nós eles elas vocês se si lhe lhes que quem qual quais cujo cuja algo nada alguém \
            ninguém
            ante após até com contra desde durante entre para por perante sem sob sobre
            e ou mas porém nem porque pois se como quando onde embora enquanto
            sou é somos são era eram foi foram ser sido será serão seria está estão estava estavam estar estado tenho tem \
            têm tinha tinham ter tido há havia houve pode podem podia deve devem vai vão
            não nunca também muito mais menos já ainda assim aqui ali lá hoje ontem amanhã agora sempre depois antes então \
            além só tão tanto quase
            """
        case .dutch:
            """
            de het een der des den dit dat deze die geen elk elke ieder iedere alle veel vele weinig enkele sommige andere \
            ander zelfde beide meer meeste
            ik me mij mijn je jij jou jouw u uw hij hem zijn zij ze haar wij we ons onze jullie hun hen zich men wie wat \
            welk welke iemand niemand iets niets er
            in op aan bij met na naar van voor uit tot te ten ter om over onder tegen tussen door zonder sinds tijdens \
            volgens binnen buiten langs achter boven vanaf vanwege
            en of maar want dus noch als dan toen terwijl omdat doordat zodat hoewel indien wanneer waar hoe waarom
            ben bent is zijn was waren geweest word wordt worden werd werden geworden heb hebt heeft hebben had hadden \
            gehad kan kunnen kon konden zal zullen zou zouden moet moeten moest mag mogen wil willen wilde gaat gaan
            niet nooit ook al nog zeer heel zo daar hier nu vandaag gisteren morgen altijd weer alleen echter daarom \
            bovendien inmiddels daarna eerder later toch wel
            """
        case .russian:
            """
            я меня мне мной мы нас нам нами ты тебя тебе вы вас вам вами он его ему им нём нем она её ее ей ней оно они их \
            ими них себя себе собой мой моя моё мои твой наш наша наше наши ваш свой своя своё свои своего своей своих \
            своим этот эта это эти этого этой этому этом этих тот та то те того той тому том тех тем весь вся всё все всего \
            всей всех всем каждый каждая другой другая другие других сам сама сами самый такой такая такие кто кого кому \
            кем что чего чему чем который которая которое которые которого которой которых которым какой какая какие чей
            в во на с со к ко о об обо от ото до из изо у за под над перед при про по для без через между после около \
            против среди кроме вместо ради
            и а но или да либо ни если чтобы потому так как когда где куда откуда почему хотя пока также тоже однако
            быть был была было были будет будут буду есть может могут мог могла мочь должен должна должны нет
            не бы же ли вот уже ещё еще только лишь даже очень более менее здесь там тут теперь сейчас сегодня вчера завтра \
            всегда никогда потом затем тогда поэтому ранее
            """
        case .polish:
            """
            i w z na do od po za o u przez przy dla bez pod nad przed między oraz a ale lub albo czy że bo gdy kiedy jak jako \
            jeśli żeby aby który która które którzy których którym którą jest są był była było były być będzie będą został \
            została zostały ma mają miał może mogą nie się go jego jej ich im mu ją on ona ono oni my wy ten ta to te tego tej \
            tym tych tak także też również już jeszcze tylko bardzo więcej ze we po co kto przed podczas według roku latach
            """
        case .czech:
            """
            a i v ve na z ze do od po za o u s se k ke pro při před přes bez pod nad mezi že by aby ale nebo když jak jako jestli \
            který která které kteří kterou kterých je jsou byl byla bylo byli být bude budou má mají měl může mohou není jsem \
            si ho jeho její jejich mu ji on ona ono oni ten ta to ty toho této tom těch tak také už ještě jen velmi více podle \
            letech roku
            """
        case .swedish:
            """
            och i att det som en på är av för med till den har de inte om ett han men var jag sig från vi så kan hon eller när \
            under också efter vid ut nu över hade skulle mot vara där här bara än mer blev blir upp sin sina sitt varit ska \
            säger sade enligt mycket alla andra inom mellan något några denna detta dessa
            """
        case .danish:
            """
            og i at det som en på er af for med til den har de ikke om et han men var jeg sig fra vi så kan hun eller når under \
            også efter ved ud nu over havde skulle mod være hvor her kun end mere blev bliver op sin sine sit været skal siger \
            ifølge meget alle andre mellem noget nogle denne dette disse blevet hvad
            """
        case .norwegian:
            """
            og i at det som en på er av for med til den har de ikke om et han men var jeg seg fra vi så kan hun eller når under \
            også etter ved ut nå over hadde skulle mot være hvor her bare enn mer ble blir opp sin sine sitt vært skal sier \
            ifølge veldig alle andre mellom noe noen denne dette disse blitt hva
            """
        case .romanian:
            """
            și în de la cu pe din pentru care este sunt a al ai ale o un unei unui nu mai că să se fost fi era au am ar va vor lui \
            ei lor el ea ele noi voi acest această aceste acești acel după prin până între sub despre dar sau dacă când cum ce \
            cine fără fiind avea are foarte doar tot toate toți
            """
        case .catalan:
            """
            el la els les un una uns unes de del dels d' l' i a al als en amb per que és són va van ha han no es s' se ser estat \
            aquest aquesta aquests aquestes seu seva seus més però com quan on si o també fins des entre sobre sense molt molts \
            tot tots ja hi ho això pel pels havia era eren
            """
        case .turkish:
            """
            ve bir bu da de için ile olarak olan daha çok en ne o gibi kadar sonra ama veya ya ki her ise mi değil var yok olduğu \
            olduğunu oldu etti eden edilen tarafından göre üzerine karşı önce arasında içinde bin şu kendi biz siz onlar ben sen \
            ancak yeni dedi
            """
        case .ukrainian:
            """
            і й та в у на з із до від за про по для без через між після перед що як який яка яке які якого це цей ця ці того той \
            він вона воно вони їх його її ми ви не є був була було були бути буде будуть має може можуть але або якщо коли де \
            також ще вже тільки дуже більше чи при під над щоб свою своїх
            """
        case .hungarian:
            """
            a az és hogy nem is egy ez de csak meg már még mint volt van vannak lesz ha el fel ki be után között alatt szerint \
            által mert vagy pedig ezt azt aki ami amely amelyek ahol mind több nagy minden majd úgy így ezek azok lehet kell \
            nincs voltak
            """
        case .finnish:
            """
            ja on ei se että oli ovat hän he ne joka jotka mutta kun niin myös kuin mukaan jälkeen ennen kanssa tai ole ollut \
            olivat olisi voi tämä tämän nämä sen hänen heidän sekä vain jo vielä nyt sitten joten koska jos mitä kuka missä noin \
            yli alle vuonna vuoden
            """
        case .indonesian:
            """
            yang dan di dari untuk dengan pada ke ini itu dalam tidak akan oleh adalah juga telah sebagai bahwa ada mereka dia \
            ia kami kita saya lebih para sudah bisa dapat karena atau saat setelah antara tersebut seperti secara hingga tahun \
            kata menjadi satu
            """
        case .other: ""
        }
    }
}
