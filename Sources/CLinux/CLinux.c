#define _GNU_SOURCE
#include "CLinux.h"
#include <string.h>

const void *gvfast_memmem(const void *haystack, size_t haystack_count, const void *needle,
                          size_t needle_count) {
  return memmem(haystack, haystack_count, needle, needle_count);
}
