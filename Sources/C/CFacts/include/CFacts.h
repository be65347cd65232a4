#ifndef DATELINE_CFACTS_H
#define DATELINE_CFACTS_H

#include <stddef.h>

/// The table of countries, cities and names: `Sources/C/CFacts/facts.bin`, made by `Deploy/facts/make`.
extern const unsigned char dateline_facts[];
extern const size_t dateline_facts_size;

/// Its first byte; eight-byte aligned.
static inline const unsigned char *dateline_facts_bytes(void) { return dateline_facts; }

/// Asks for the cache line at `place`, which will be read soon.
static inline void dateline_facts_prefetch(const void *place) { __builtin_prefetch(place); }

#endif
