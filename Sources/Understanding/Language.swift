internal import Article
internal import CLanguage

func language(of document: Document, settings: SourceSettings) -> LanguageGuess? {
    LanguageGuess(tag: "en", confidence: 1)
}
