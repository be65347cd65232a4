#include <uchardet.h>
#include <iconv.h>
