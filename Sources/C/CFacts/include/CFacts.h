#ifndef DATELINE_CFACTS_H
#define DATELINE_CFACTS_H

#include <stddef.h>

/// The table of countries, cities and names: `Sources/C/CFacts/facts.bin`, made by `Deploy/facts`.
extern const unsigned char dateline_facts[];
extern const size_t dateline_facts_size;

#endif
