#include "CLanguage.h"

#include <cstdio>

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include <climits>
#include <cstring>

// CLD2 has only a C++ interface.
extern "C" void dateline_detect_language(const char *text, size_t length, char *code, int *percent,
                                         int *reliable) {
    CLD2::Language languages[3];
    int percents[3] = {0, 0, 0};
    int bytes = 0;
    bool sure = false;
    const CLD2::CLDHints hints = {nullptr, nullptr, CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
    double scores[3];
    const int size = length > INT_MAX ? INT_MAX : static_cast<int>(length);
    CLD2::Language best = CLD2::ExtDetectLanguageSummary(text, size, true, &hints, 0, languages, percents,
                                                         scores, nullptr, &bytes, &sure);
    std::strncpy(code, CLD2::LanguageCode(best), 15);
    code[15] = 0;
    *percent = best == languages[0] ? percents[0] : 0;
    *reliable = sure ? 1 : 0;
}
