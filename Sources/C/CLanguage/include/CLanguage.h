#ifndef DATELINE_CLANGUAGE_H
#define DATELINE_CLANGUAGE_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// One of CLD2's guesses.
typedef struct {
    /// CLD2's code, NUL-terminated; "un" when unknown.
    char code[16];
    /// Share of the text, 0 to 100.
    int percent;
    /// How well the text fits the language: about 1000 for the usual news text.
    double score;
} dateline_language;

/// Detects the languages of `length` bytes of UTF-8 plain text with CLD2, most likely first.
///
/// `hint` is a BCP 47 tag that is believed where the text says little, or NULL. Fills `best` and gives 1 when CLD2 calls
/// the first reliable, else 0.
int dateline_detect_language(const char *text, size_t length, const char *hint, dateline_language best[3]);

/// Pairs and triples of letters of many languages: `letters.bin`, made by `Deploy/facts/letters`.
extern const unsigned char dateline_letters[];
extern const size_t dateline_letters_size;

/// Its first byte.
static inline const unsigned char *dateline_letters_bytes(void) { return dateline_letters; }

#ifdef __cplusplus
}
#endif
#endif
