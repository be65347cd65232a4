#include "CSummary.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

// Embedded, as the table of facts is.
_Alignas(8) const unsigned char dateline_summary_model[] = {
#embed "summary.bin"
};
const size_t dateline_summary_model_size = sizeof dateline_summary_model;
