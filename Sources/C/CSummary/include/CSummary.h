#ifndef DATELINE_CSUMMARY_H
#define DATELINE_CSUMMARY_H

#include <stddef.h>

/// The summary's model: `Sources/C/CSummary/summary.bin`, made by `Deploy/train`.
extern const unsigned char dateline_summary_model[];
extern const size_t dateline_summary_model_size;

/// Its first byte.
static inline const unsigned char *dateline_summary_model_bytes(void) { return dateline_summary_model; }

#endif
