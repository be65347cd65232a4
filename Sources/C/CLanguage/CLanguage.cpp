#include "CLanguage.h"

#include <cstdio>

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include <climits>
#include <cstring>

// CLD2 has only a C++ interface.
extern "C" int dateline_detect_language(const char *text, size_t length, const char *hint, dateline_language best[3]) {
    CLD2::Language languages[3];
    int percents[3] = {0, 0, 0};
    double scores[3] = {0, 0, 0};
    int bytes = 0;
    bool reliable = false;
    const CLD2::CLDHints hints = {hint, nullptr, CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
    const int size = length > INT_MAX ? INT_MAX : static_cast<int>(length);
    // Best effort: a guess even for a headline.
    CLD2::ExtDetectLanguageSummary(text, size, true, &hints, CLD2::kCLDFlagBestEffort, languages, percents, scores,
                                   nullptr, &bytes, &reliable);
    for (int i = 0; i < 3; i++) {
        std::strncpy(best[i].code, CLD2::LanguageCode(languages[i]), sizeof best[i].code - 1);
        best[i].code[sizeof best[i].code - 1] = 0;
        best[i].percent = percents[i];
        best[i].score = scores[i];
    }
    return reliable ? 1 : 0;
}
