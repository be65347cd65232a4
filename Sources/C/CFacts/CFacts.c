#include "CFacts.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

// Embedded, so that the one executable needs no file beside it and its workers share the pages.
_Alignas(8) const unsigned char dateline_facts[] = {
#embed "facts.bin"
};
const size_t dateline_facts_size = sizeof dateline_facts;
