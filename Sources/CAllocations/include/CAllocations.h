#ifndef GVFAST_CALLOCATIONS_H
#define GVFAST_CALLOCATIONS_H
#include <stdint.h>
/* Counts heap allocations, for tests and benchmarks. Linking this into a program puts a counter in
   front of the C library's allocator; the daemon does not link it. */

/* Allocations made by the calling thread so far; always 0 under a sanitizer, which brings its own
   allocator. */
uint64_t gvfast_allocation_count(void);
/* Whether allocations are counted in this build. */
int gvfast_counts_allocations(void);
/* Bytes of the heap that are in use, of the main thread's arena and of mappings. */
uint64_t gvfast_heap_bytes(void);
#endif
