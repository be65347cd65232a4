#ifndef DATELINE_CLANGUAGE_H
#define DATELINE_CLANGUAGE_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Detects the language of `length` bytes of UTF-8 plain text with CLD2.
///
/// Writes a NUL-terminated BCP 47 style code of less than 16 bytes to `code` ("un" when unknown), the share
/// of the text in that language to `percent` (0-100) and whether CLD2 calls it reliable to `reliable` (0, 1).
void dateline_detect_language(const char *text, size_t length, char *code, int *percent, int *reliable);

#ifdef __cplusplus
}
#endif
#endif
