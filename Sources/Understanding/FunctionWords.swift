/// The languages whose words Dateline knows; others get what holds for all.
enum KnownLanguage: Int, CaseIterable {
    case english, german, french, spanish, italian, portuguese, dutch, russian, other

    /// From a BCP 47 tag.
    init(tag: String?) {
        switch tag?.prefix(while: { $0 != "-" }) {
        case "en": self = .english
        case "de": self = .german
        case "fr": self = .french
        case "es": self = .spanish
        case "it": self = .italian
        case "pt": self = .portuguese
        case "nl": self = .dutch
        case "ru": self = .russian
        default: self = .other
        }
    }
}

/// Articles, pronouns, prepositions, conjunctions, auxiliaries and the commonest adverbs: words that are no key phrase, and
/// that begin a sentence when they are capitalised in the middle of a text.
enum FunctionWords {
    static let tables: [WordTable] = KnownLanguage.allCases.map { WordTable([(1, words(of: $0))]) }

    static func table(_ language: KnownLanguage) -> WordTable { tables[language.rawValue] }

    private static func words(of language: KnownLanguage) -> StaticString {
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
        case .other: ""
        }
    }
}
