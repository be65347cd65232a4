#include <libxml/xmlversion.h>
/* Debian's libxml2 would pull in ICU's headers, whose types clash with those of the ICU inside Foundation. Only the
   tail of a struct that nobody here looks into depends on it. */
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>
