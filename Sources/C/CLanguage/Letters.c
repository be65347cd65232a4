#include "CLanguage.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

// Embedded, as the table of facts is.
_Alignas(8) const unsigned char dateline_letters[] = {
#embed "letters.bin"
};
const size_t dateline_letters_size = sizeof dateline_letters;
