#ifndef GVFAST_CRE2_H
#define GVFAST_CRE2_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A compiled regular expression in POSIX extended syntax. Immutable and safe to share.
typedef struct gvfast_re2 gvfast_re2;

/// Compiles `pattern`. On failure returns NULL and writes a NUL-terminated reason of at most
/// `capacity` bytes to `reason`. The result is freed with `gvfast_re2_free`.
gvfast_re2 *_Nullable gvfast_re2_compile(const uint8_t *_Nullable pattern, size_t length,
                                         char *_Nonnull reason, size_t capacity);

/// Whether the whole of `text`, which must be UTF-8, matches. Time is linear in its length.
bool gvfast_re2_full_match(const gvfast_re2 *_Nonnull expression, const uint8_t *_Nullable text,
                           size_t length);

void gvfast_re2_free(gvfast_re2 *_Nullable expression);

#ifdef __cplusplus
}
#endif

#endif
