#ifndef GVFAST_CLIBURING_H
#define GVFAST_CLIBURING_H
#include <features.h> /* before liburing.h, which defines _XOPEN_SOURCE and so changes fd_set */
#include <liburing.h>
#include <stdint.h>

/* Submission flags: liburing builds them from enum constants, which Swift does not import. */
static const uint8_t gvfast_IOSQE_FIXED_FILE = IOSQE_FIXED_FILE;
static const uint8_t gvfast_IOSQE_IO_LINK = IOSQE_IO_LINK;
static const uint8_t gvfast_IOSQE_ASYNC = IOSQE_ASYNC;
static const uint8_t gvfast_IOSQE_BUFFER_SELECT = IOSQE_BUFFER_SELECT;
static const uint8_t gvfast_IOSQE_CQE_SKIP_SUCCESS = IOSQE_CQE_SKIP_SUCCESS;

/* Younger than liburing 2.3; used only after a probe at run time. */
#ifndef IORING_SETUP_NO_SQARRAY
#define IORING_SETUP_NO_SQARRAY (1U << 16)
#endif
#ifndef IORING_RECVSEND_BUNDLE
#define IORING_RECVSEND_BUNDLE (1U << 4)
#endif
#ifndef IORING_FEAT_RECVSEND_BUNDLE
#define IORING_FEAT_RECVSEND_BUNDLE (1U << 14)
#endif
#ifndef IORING_FEAT_MIN_TIMEOUT
#define IORING_FEAT_MIN_TIMEOUT (1U << 15)
#endif
#endif
