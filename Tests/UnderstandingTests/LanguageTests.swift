import Article
import Testing
import Understanding

@Test(
    "The language is told by the text",
    arguments: [
        ("en", "The mayor said on Monday that the bridge would be closed until the end of the year."),
        ("de", "Der Bürgermeister sagte am Montag, die Brücke werde bis zum Ende des Jahres gesperrt."),
        ("fr", "Le maire a déclaré lundi que le pont serait fermé jusqu'à la fin de l'année."),
        ("es", "El alcalde dijo el lunes que el puente permanecerá cerrado hasta el final del año."),
        ("it", "Il sindaco ha detto lunedì che il ponte resterà chiuso fino alla fine dell'anno."),
        ("pt", "O prefeito disse na segunda-feira que a ponte ficará fechada até o fim do ano."),
        ("nl", "De burgemeester zei maandag dat de brug tot het einde van het jaar gesloten blijft."),
        ("pl", "Burmistrz powiedział w poniedziałek, że most będzie zamknięty do końca roku."),
        ("ru", "Мэр заявил в понедельник, что мост будет закрыт до конца года."),
        ("uk", "Мер заявив у понеділок, що міст буде закрито до кінця року."),
        ("nb", "Ordføreren sa mandag at broen skal være stengt ut året, og at det ikke er noen annen vei."),
        ("ar", "قال رئيس البلدية يوم الاثنين إن الجسر سيغلق حتى نهاية العام."),
        ("he", "ראש העיר אמר ביום שני כי הגשר ייסגר עד סוף השנה."),
        ("el", "Ο δήμαρχος δήλωσε τη Δευτέρα ότι η γέφυρα θα κλείσει μέχρι το τέλος του έτους."),
        ("ja", "市長は月曜日、橋は年末まで閉鎖されると述べた。"),
        ("ko", "시장은 월요일 다리가 연말까지 폐쇄될 것이라고 말했다."),
        ("zh-Hans", "市长星期一说，这座桥将关闭到年底，时间还会延长。"),
        ("zh-Hant", "市長星期一說，這座橋將關閉到年底，時間還會延長。"),
        ("th", "นายกเทศมนตรีกล่าวเมื่อวันจันทร์ว่าสะพานจะปิดจนถึงสิ้นปี"),
    ])
func language(tag: String, text: String) {
    #expect(read(text).1.language?.tag == tag)
}

@Test(
    "Few words are enough",
    arguments: [
        ("de", "Brücke bleibt gesperrt"), ("fr", "Pont fermé mardi"), ("es", "Cerrado el puente"),
        ("it", "Ponte chiuso a dicembre"), ("pt", "Ponte fechada em dezembro"), ("nl", "Brug gesloten tot woensdag"),
        ("pl", "Most zamknięty do grudnia"), ("en", "Bridge closed until Wednesday"), ("sv", "Bron stängd till onsdag"),
        ("eu", "Zubia itxita egongo da abendura arte, alkateak esan duenez"),
    ])
func fewWords(tag: String, text: String) {
    #expect(read(text).1.language?.tag == tag)
}

@Test("A declared language is believed where the text tells nothing, and not against it")
func declared() {
    #expect(read("1 234 – 5", language: "de-AT").1.language?.tag == "de-AT")
    #expect(read("Taxi", language: "sv").1.language?.tag == "sv")
    let german = "Der Bürgermeister sagte am Montag, die Brücke werde gesperrt, und niemand wisse, wie lange."
    #expect(read(german, language: "en").1.language?.tag == "de")
    var event = document("Pressträff med ministern om budgeten, presscenter, Stockholm.")
    event.format = "ninjs"
    event.language = "sv"
    let anywhere = ReadingContext(source: "x", name: [], arrived: Instant(seconds: 0))
    #expect(understand(event, context: anywhere).language?.tag == "sv")
    var settings = SourceSettings()
    settings.language = "da"
    let here = ReadingContext(source: "x", name: [], arrived: Instant(seconds: 0), settings: settings)
    #expect(understand(document("Taxi"), context: here).language?.tag == "da")
}

@Test("Nothing to tell by is no language")
func unknown() {
    #expect(read("123 456").1.language == nil)
    #expect(read("").1.language == nil)
}
