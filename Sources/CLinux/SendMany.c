#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>

int gvfast_send_many(int fd, const struct gvfast_part *parts, unsigned count) {
  struct mmsghdr headers[GVFAST_SEND_MANY_LIMIT];
  struct iovec vectors[GVFAST_SEND_MANY_LIMIT];
  if (count > GVFAST_SEND_MANY_LIMIT) count = GVFAST_SEND_MANY_LIMIT;
  memset(headers, 0, count * sizeof headers[0]);
  for (unsigned i = 0; i < count; i++) {
    vectors[i].iov_base = (void *)parts[i].bytes;
    vectors[i].iov_len = parts[i].count;
    headers[i].msg_hdr.msg_iov = &vectors[i];
    headers[i].msg_hdr.msg_iovlen = 1;
  }
  int sent;
  do {
    sent = sendmmsg(fd, headers, count, MSG_DONTWAIT | MSG_NOSIGNAL);
  } while (sent < 0 && errno == EINTR);
  return sent < 0 ? -errno : sent;
}
