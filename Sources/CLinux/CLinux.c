#define _GNU_SOURCE
#include "CLinux.h"
#include <string.h>
#include <unistd.h>
int gvfast_gettid(void) { return gettid(); }
const void *gvfast_memmem(const void *haystack, size_t haystack_count, const void *needle,
                          size_t needle_count) {
  return memmem(haystack, haystack_count, needle, needle_count);
}
