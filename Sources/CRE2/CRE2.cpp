#include "CRE2.h"
#include <cstring>
#include <re2/re2.h>

struct gvfast_re2 {
  re2::RE2 regex;
  gvfast_re2(const re2::StringPiece &pattern, const re2::RE2::Options &options)
      : regex(pattern, options) {}
};

extern "C" gvfast_re2 *gvfast_re2_compile(const char *pattern, size_t byte_count, char *error,
                                          size_t error_capacity) {
  re2::RE2::Options options(re2::RE2::POSIX);
  options.set_log_errors(false);
  options.set_max_mem(8 << 20);
  auto *compiled = new gvfast_re2(re2::StringPiece(pattern, byte_count), options);
  if (compiled->regex.ok()) return compiled;
  if (error_capacity > 0) {
    std::strncpy(error, compiled->regex.error().c_str(), error_capacity - 1);
    error[error_capacity - 1] = 0;
  }
  delete compiled;
  return nullptr;
}

extern "C" int gvfast_re2_full_match(const gvfast_re2 *regex, const char *text, size_t byte_count) {
  return re2::RE2::FullMatch(re2::StringPiece(text, byte_count), regex->regex) ? 1 : 0;
}

extern "C" void gvfast_re2_free(gvfast_re2 *regex) { delete regex; }
