#include "CRE2.h"

#include <cstring>
#include <new>

#include <re2/re2.h>

namespace {

/// Bound on the compiled program and its automaton, for each expression.
constexpr int64_t kMemoryLimit = 4 << 20;

RE2::Options options() {
    RE2::Options options(RE2::POSIX);
    options.set_log_errors(false);
    options.set_max_mem(kMemoryLimit);
    return options;
}

}  // namespace

struct gvfast_re2 {
    RE2 expression;

    explicit gvfast_re2(const re2::StringPiece &pattern) : expression(pattern, options()) {}
};

extern "C" {

gvfast_re2 *gvfast_re2_compile(const uint8_t *pattern, size_t length, char *reason,
                               size_t capacity) {
    const re2::StringPiece text(reinterpret_cast<const char *>(pattern), length);
    auto *made = new (std::nothrow) gvfast_re2(text);
    if (made != nullptr && made->expression.ok()) return made;
    if (capacity > 0) {
        const char *why = made == nullptr ? "out of memory" : made->expression.error().c_str();
        std::strncpy(reason, why, capacity - 1);
        reason[capacity - 1] = '\0';
    }
    delete made;
    return nullptr;
}

bool gvfast_re2_full_match(const gvfast_re2 *expression, const uint8_t *text, size_t length) {
    const re2::StringPiece piece(reinterpret_cast<const char *>(text), length);
    return RE2::FullMatchN(piece, expression->expression, nullptr, 0);
}

void gvfast_re2_free(gvfast_re2 *expression) { delete expression; }

}  // extern "C"
