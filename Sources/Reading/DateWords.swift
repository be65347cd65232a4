/// What words mean in a date: months, days of the week, halves of the day, time zones.
///
/// Facts: names of months and days after Unicode CLDR; offsets of zone abbreviations after the IANA tz database.
enum DateWord: Hashable, Sendable {
    case month(Int)
    /// 0 is Monday.
    case weekday(Int)
    case am, pm
    /// Minutes east of Greenwich.
    case zone(Int)
    /// A zone of North America that may be standard or summer time; minutes east of Greenwich in winter.
    case americanZone(Int)
    /// Means nothing by itself: "at", "of", "de", "Uhr".
    case filler
    /// Says that what follows is the day of publication, or of the last change.
    case published, updated

    /// Keys in lower case, without full stops.
    static let all: [[UInt8]: DateWord] = {
        var map: [[UInt8]: DateWord] = [:]
        func put(_ text: String, _ value: (Int) -> DateWord) {
            for (index, group) in text.split(separator: ";").enumerated() {
                for word in group.split(separator: " ") { map[Array(word.utf8)] = value(index) }
            }
        }
        // One group a month; the words of each in all languages.
        put(
            """
            january jan januar janvier janv enero ene gennaio gen janeiro januari января январь янв stycznia styczeń \
            ledna leden január ianuarie tammikuuta ocak січня ιανουαρίου januarie jänner يناير;\
            february feb februar février fevrier févr fév febrero febbraio febr fevereiro fev februari февраля февраль \
            фев lutego luty února únor február februarie helmikuuta şubat лютого φεβρουαρίου februarie feber فبراير;\
            march mar märz mrz maerz mars marzo março marco maart mrt марта март marca marzec března březen március \
            martie maaliskuuta mart березня μαρτίου marts مارس;\
            april apr avril avr abril abr aprile апреля апрель апр kwietnia kwiecień dubna duben április aprilie \
            huhtikuuta nisan квітня απριλίου أبريل;\
            may mai mayo maggio mag maio mei мая май maja maj května květen május toukokuuta mayıs травня μαΐου مايو;\
            june jun juni juin junio giugno giu junho июня июнь июн czerwca czerwiec června červen június iunie \
            kesäkuuta haziran червня ιουνίου يونيو;\
            july jul juli juillet juil julio luglio lug julho июля июль июл lipca lipiec července červenec július iulie \
            heinäkuuta temmuz липня ιουλίου يوليو;\
            august aug août aout agosto ago augustus августа август авг sierpnia sierpień srpna srpen augusztus \
            elokuuta ağustos серпня αυγούστου augusti أغسطس;\
            september sep sept septembre septiembre set settembre setembro сентября сентябрь сен сент września \
            wrzesień září szeptember septembrie syyskuuta eylül вересня σεπτεμβρίου سبتمبر;\
            october oct oktober okt octobre octubre ottobre ott outubro out октября октябрь окт października \
            październik října říjen október octombrie lokakuuta ekim жовтня οκτωβρίου أكتوبر;\
            november nov novembre noviembre novembro ноября ноябрь ноя listopada listopad listopadu november noiembrie \
            marraskuuta kasım листопада νοεμβρίου نوفمبر;\
            december dec dez dezember décembre decembre déc diciembre dic dicembre dezembro декабря декабрь дек \
            grudnia grudzień prosince prosinec decembrie joulukuuta aralık грудня δεκεμβρίου desember des ديسمبر
            """
        ) { .month($0 + 1) }
        put(
            """
            monday mon montag lundi lun lunes lunedì segunda segunda-feira maandag måndag mandag понедельник;\
            tuesday tue tues dienstag mardi martes martedì terça terça-feira dinsdag tisdag tirsdag вторник;\
            wednesday wed mittwoch mercredi miércoles mercoledì quarta quarta-feira woensdag onsdag среда;\
            thursday thu thur thurs donnerstag jeudi jueves giovedì quinta quinta-feira donderdag torsdag четверг;\
            friday fri freitag vendredi viernes venerdì sexta sexta-feira vrijdag fredag пятница;\
            saturday sat samstag sonnabend samedi sábado sabato zaterdag lördag lørdag суббота;\
            sunday sun sonntag dimanche domingo domenica zondag söndag søndag воскресенье
            """
        ) { .weekday($0) }
        put("am") { _ in .am }
        put("pm") { _ in .pm }
        put("t at on of the de del der den um uhr à le el du kl om i и st nd rd th er º ª h hrs hours time local") {
            _ in .filler
        }
        put("published posted date dated publié publicado veröffentlicht pubblicato created first opublikowano issued")
        { _ in
            .published
        }
        put("updated modified last aktualisiert mis actualizado aggiornato revised atualizado") { _ in .updated }
        for (name, minutes) in [
            ("gmt", 0), ("utc", 0), ("ut", 0), ("z", 0), ("wet", 0), ("bst", 60), ("west", 60), ("cet", 60),
            ("mez", 60),
            ("cest", 120), ("mesz", 120), ("eet", 120), ("sast", 120), ("eest", 180), ("msk", 180), ("мск", 180),
            ("trt", 180), ("gst", 240), ("pkt", 300), ("ist", 330), ("npt", 345), ("ict", 420), ("wib", 420),
            ("hkt", 480),
            ("sgt", 480), ("awst", 480), ("jst", 540), ("kst", 540), ("aest", 600), ("aedt", 660), ("nzst", 720),
            ("nzdt", 780), ("ast", -240), ("adt", -180), ("est", -300), ("edt", -240), ("cst", -360), ("cdt", -300),
            ("mst", -420), ("mdt", -360), ("pst", -480), ("pdt", -420), ("akst", -540), ("akdt", -480), ("hst", -600),
            ("brt", -180), ("art", -180),
        ] { map[Array(name.utf8)] = .zone(minutes) }
        for (name, minutes) in [("et", -300), ("ct", -360), ("mt", -420), ("pt", -480)] {
            map[Array(name.utf8)] = .americanZone(minutes)
        }
        return map
    }()
}
