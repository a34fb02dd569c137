#ifndef GVFAST_CRE2_H
#define GVFAST_CRE2_H
#include <stddef.h>
#ifdef __cplusplus
extern "C" {
#endif
/* A compiled POSIX extended regular expression, matched in linear time (RE2). */
typedef struct gvfast_re2 gvfast_re2;
/* Compiles `pattern` (not NUL-terminated). NULL when it is malformed; then up to
   `error_capacity` bytes of a NUL-terminated reason stand in `error`. */
gvfast_re2 *_Nullable gvfast_re2_compile(const char *_Nonnull pattern, size_t byte_count,
                                         char *_Nonnull error, size_t error_capacity);
/* 1 when the whole text matches, 0 when not. */
int gvfast_re2_full_match(const gvfast_re2 *_Nonnull regex, const char *_Nullable text,
                          size_t byte_count);
void gvfast_re2_free(gvfast_re2 *_Nullable regex);
#ifdef __cplusplus
}
#endif
#endif
