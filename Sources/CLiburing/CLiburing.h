#ifndef GVFAST_CLIBURING_H
#define GVFAST_CLIBURING_H
#include <features.h> /* before liburing.h, which defines _XOPEN_SOURCE and so changes fd_set */
#include <liburing.h>
#endif
