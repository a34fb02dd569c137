#ifndef GVFAST_CLINUX_H
#define GVFAST_CLINUX_H
#include <stddef.h>
/* Wrappers for GNU-only calls that Swift does not import. Each returns the value or -errno. */
int gvfast_gettid(void);
/* memmem(3): linear time. */
const void *_Nullable gvfast_memmem(const void *_Nonnull haystack, size_t haystack_count,
                                    const void *_Nonnull needle, size_t needle_count);
#endif
