internal import Bytes

/// A character encoding we decode.
struct Charset: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case utf8
        case utf16(bigEndian: Bool)
        case utf32(bigEndian: Bool)
        /// Index into `singleByteTables`.
        case singleByte(Int)
        /// Index into `multiByteNames`.
        case multiByte(Int)
    }
    var kind: Kind
    /// IANA name in lower case.
    var name: String

    static let utf8 = Charset(kind: .utf8, name: "utf-8")
    static let windows1252 = Charset(singleByte: "windows-1252")

    private init(kind: Kind, name: String) {
        self.kind = kind
        self.name = name
    }

    init(utf16BigEndian big: Bool) { self.init(kind: .utf16(bigEndian: big), name: big ? "utf-16be" : "utf-16le") }
    init(utf32BigEndian big: Bool) { self.init(kind: .utf32(bigEndian: big), name: big ? "utf-32be" : "utf-32le") }

    init(singleByte name: String) {
        let index = singleByteTables.firstIndex { $0.name.description == name } ?? 2
        self.init(kind: .singleByte(index), name: singleByteTables[index].name.description)
    }

    /// ASCII to the eye: only who declares it can mean it, and eight bits contradict it.
    var isUTF7: Bool { name == "utf-7" }

    init(multiByte index: Int) { self.init(kind: .multiByte(index), name: multiByteNames[index].name) }

    /// The encoding meant by a label in a page, a mail or an XML declaration; `nil` for an unknown one.
    ///
    /// What labels mean in practice is wider than what they say: `iso-8859-1` and `us-ascii` are read as
    /// windows-1252, `gb2312` as GB 18030, `shift_jis` as code page 932, `ks_c_5601` as code page 949.
    /// Source: WHATWG Encoding Standard, names and labels.
    init?(label: ByteView) {
        var key: [UInt8] = []
        for byte in label.prefix(40) {
            if isLetter(byte) || isDigit(byte) { key.append(lowered(byte)) }
        }
        guard let charset = Charset.labels[key] else { return nil }
        self = charset
    }

    private static let labels: [[UInt8]: Charset] = {
        var map: [[UInt8]: Charset] = [:]
        func put(_ charset: Charset, _ labels: String...) {
            for label in labels { map[Array(label.utf8)] = charset }
        }
        for (index, table) in singleByteTables.enumerated() {
            let name = table.name.description
            let key = name.utf8.filter { isLetter($0) || isDigit($0) }
            map[key] = Charset(kind: .singleByte(index), name: name)
            if name.hasPrefix("windows-125") {
                let digits = Array(name.utf8.suffix(4))
                map[Array("cp".utf8) + digits] = map[key]
                map[Array("xcp".utf8) + digits] = map[key]
                map[Array("win".utf8) + digits] = map[key]
                map[Array("ansi".utf8) + digits] = map[key]
            } else if name.hasPrefix("iso-8859-") {
                map[Array(key.dropFirst(3))] = map[key]
            }
        }
        put(.utf8, "utf8", "unicode11utf8", "utf8mb4", "unicode20utf8", "xunicode20utf8")
        put(Charset(utf16BigEndian: false), "utf16", "utf16le", "unicode", "ucs2", "csunicode", "iso10646ucs2")
        put(Charset(utf16BigEndian: true), "utf16be", "unicodefffe")
        put(Charset(utf32BigEndian: false), "utf32", "utf32le", "ucs4le")
        put(Charset(utf32BigEndian: true), "utf32be", "ucs4", "ucs4be", "iso10646ucs4")
        put(.windows1252, "iso88591", "latin1", "l1", "usascii", "ascii", "ansix341968", "cp819", "ibm819", "isoir100")
        put(Charset(singleByte: "iso-8859-2"), "latin2", "l2", "isoir101", "csisolatin2")
        put(Charset(singleByte: "iso-8859-3"), "latin3", "l3")
        put(Charset(singleByte: "iso-8859-4"), "latin4", "l4")
        put(Charset(singleByte: "iso-8859-5"), "cyrillic", "csisolatincyrillic")
        put(Charset(singleByte: "iso-8859-6"), "arabic", "asmo708", "ecma114", "iso88596e", "iso88596i")
        put(Charset(singleByte: "iso-8859-7"), "greek", "greek8", "ecma118", "elot928")
        put(Charset(singleByte: "iso-8859-8"), "hebrew", "iso88598i", "iso88598e", "visual", "logical")
        put(Charset(singleByte: "windows-1254"), "iso88599", "latin5", "l5")
        put(Charset(singleByte: "iso-8859-10"), "latin6", "l6")
        put(Charset(singleByte: "windows-874"), "iso885911", "tis620", "dos874", "cp874")
        put(Charset(singleByte: "iso-8859-15"), "latin9", "l9", "latin0")
        put(Charset(singleByte: "iso-8859-16"), "latin10", "l10")
        put(Charset(singleByte: "koi8-r"), "koi8", "koi", "cskoi8r")
        put(Charset(singleByte: "koi8-u"), "koi8ru")
        put(Charset(singleByte: "ibm866"), "cp866", "866", "csibm866")
        put(Charset(singleByte: "ibm850"), "cp850", "850")
        put(Charset(singleByte: "ibm852"), "cp852", "852")
        put(Charset(singleByte: "macintosh"), "mac", "xmacroman", "macroman", "csmacintosh")
        put(Charset(singleByte: "x-mac-cyrillic"), "maccyrillic", "xmacukrainian")
        for (index, entry) in multiByteNames.enumerated() {
            for label in entry.labels { map[Array(label.utf8)] = Charset(multiByte: index) }
        }
        return map
    }()
}

/// The multi-byte encodings: their IANA name, glibc's converter and the labels that mean them.
let multiByteNames: [(name: String, iconv: String, labels: [String])] = [
    (
        "gb18030", "GB18030",
        ["gb18030", "gbk", "gb2312", "gb231280", "csgb2312", "cp936", "windows936", "euccn", "xgbk"]
    ),
    ("big5", "BIG5-HKSCS", ["big5", "big5hkscs", "cnbig5", "xxbig5", "csbig5", "cp950"]),
    ("shift_jis", "CP932", ["shiftjis", "sjis", "xsjis", "windows31j", "mskanji", "cp932", "ms932", "csshiftjis"]),
    ("euc-jp", "EUC-JP-MS", ["eucjp", "xeucjp", "cseucpkdfmtjapanese"]),
    ("euc-kr", "UHC", ["euckr", "ksc5601", "ksc56011987", "cseuckr", "windows949", "cp949", "korean", "uhc"]),
    ("iso-2022-jp", "ISO-2022-JP-3", ["iso2022jp", "csiso2022jp", "iso2022jp1", "iso2022jp2", "iso2022jp3"]),
    ("iso-2022-kr", "ISO-2022-KR", ["iso2022kr", "csiso2022kr"]),
    ("utf-7", "UTF-7", ["utf7", "unicode11utf7", "unicode20utf7", "csunicode11utf7"]),
]
