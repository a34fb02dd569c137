#define _GNU_SOURCE
#include "CLinux.h"
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int type_with(int is_nonblocking) {
  return SOCK_SEQPACKET | SOCK_CLOEXEC | (is_nonblocking ? SOCK_NONBLOCK : 0);
}

int gvfast_seqpacket_socket(int is_nonblocking) {
  int fd = socket(AF_UNIX, type_with(is_nonblocking), 0);
  return fd < 0 ? -errno : fd;
}

int gvfast_seqpacket_pair(int is_nonblocking, int *fds) {
  return socketpair(AF_UNIX, type_with(is_nonblocking), 0, fds) != 0 ? -errno : 0;
}

static int fill(struct sockaddr_un *address, const char *path) {
  size_t count = strlen(path);
  if (count == 0 || count >= sizeof address->sun_path)
    return -ENAMETOOLONG;
  memset(address, 0, sizeof *address);
  address->sun_family = AF_UNIX;
  memcpy(address->sun_path, path, count);
  return 0;
}

int gvfast_bind_path(int fd, const char *path) {
  struct sockaddr_un address;
  int error = fill(&address, path);
  if (error != 0)
    return error;
  return bind(fd, (struct sockaddr *)&address, sizeof address) != 0 ? -errno : 0;
}

int gvfast_connect_path(int fd, const char *path) {
  struct sockaddr_un address;
  int error = fill(&address, path);
  if (error != 0)
    return error;
  int result;
  do
    result = connect(fd, (struct sockaddr *)&address, sizeof address);
  while (result != 0 && errno == EINTR);
  return result != 0 ? -errno : 0;
}

int gvfast_connect_abstract(int fd, const char *name, size_t count) {
  struct sockaddr_un address;
  if (count + 1 > sizeof address.sun_path)
    return -ENAMETOOLONG;
  memset(&address, 0, sizeof address);
  address.sun_family = AF_UNIX;
  memcpy(address.sun_path + 1, name, count);
  socklen_t length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + count);
  int result;
  do
    result = connect(fd, (struct sockaddr *)&address, length);
  while (result != 0 && errno == EINTR);
  return result != 0 ? -errno : 0;
}

int gvfast_accept(int fd) {
  int accepted;
  do
    accepted = accept4(fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
  while (accepted < 0 && errno == EINTR);
  return accepted < 0 ? -errno : accepted;
}

int gvfast_peer_credentials(int fd, struct gvfast_peer *peer) {
  struct ucred credentials = {0};
  socklen_t length = sizeof credentials;
  if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &credentials, &length) != 0)
    return -errno;
  peer->pid = credentials.pid;
  peer->uid = credentials.uid;
  peer->gid = credentials.gid;
  return 0;
}

int64_t gvfast_send_descriptor(int fd, const void *bytes, size_t count, int sent_fd) {
  union {
    struct cmsghdr header;
    char space[CMSG_SPACE(sizeof(int))];
  } control;
  memset(&control, 0, sizeof control);
  struct iovec part = {.iov_base = (void *)bytes, .iov_len = count};
  struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
  message.msg_control = &control;
  message.msg_controllen = sizeof control;
  struct cmsghdr *header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof(int));
  memcpy(CMSG_DATA(header), &sent_fd, sizeof sent_fd);
  ssize_t sent;
  do
    sent = sendmsg(fd, &message, MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);
  return sent < 0 ? -errno : sent;
}

int gvfast_force_send_buffer(int fd, int byte_count) {
  socklen_t length = sizeof byte_count;
  if (setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &byte_count, length) == 0)
    return 0;
  return setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &byte_count, length) != 0 ? -errno : 0;
}

int64_t gvfast_send(int fd, const void *bytes, size_t count, int is_blocking) {
  int flags = MSG_NOSIGNAL | (is_blocking ? 0 : MSG_DONTWAIT);
  ssize_t sent;
  do
    sent = send(fd, bytes, count, flags);
  while (sent < 0 && errno == EINTR);
  return sent < 0 ? -errno : sent;
}

static int64_t receive(int fd, void *bytes, size_t count, int flags) {
  ssize_t received;
  do
    received = recv(fd, bytes, count, flags | MSG_DONTWAIT | MSG_TRUNC);
  while (received < 0 && errno == EINTR);
  return received < 0 ? -errno : received;
}

int64_t gvfast_receive(int fd, void *bytes, size_t count) { return receive(fd, bytes, count, 0); }

int64_t gvfast_receive_peek(int fd, void *bytes, size_t count) {
  return receive(fd, bytes, count, MSG_PEEK);
}

/* A vector is `count` struct mmsghdr followed by `count` struct iovec. */
size_t gvfast_receive_vector_size(unsigned count) {
  return (size_t)count * (sizeof(struct mmsghdr) + sizeof(struct iovec));
}

void gvfast_receive_vector_set(void *vector, unsigned count, unsigned index, void *bytes,
                               size_t byte_count) {
  struct mmsghdr *header = (struct mmsghdr *)vector + index;
  struct iovec *part = (struct iovec *)((struct mmsghdr *)vector + count) + index;
  memset(header, 0, sizeof *header);
  part->iov_base = bytes;
  part->iov_len = byte_count;
  header->msg_hdr.msg_iov = part;
  header->msg_hdr.msg_iovlen = 1;
}

int gvfast_receive_many(int fd, void *vector, unsigned first, unsigned wanted) {
  struct mmsghdr *slots = (struct mmsghdr *)vector + first;
  int count;
  do
    count = recvmmsg(fd, slots, wanted, MSG_DONTWAIT | MSG_TRUNC, NULL);
  while (count < 0 && errno == EINTR);
  return count < 0 ? -errno : count;
}

int gvfast_receive_many_waiting(int fd, void *vector, unsigned wanted) {
  int count;
  do
    count = recvmmsg(fd, (struct mmsghdr *)vector, wanted, MSG_WAITFORONE | MSG_TRUNC, NULL);
  while (count < 0 && errno == EINTR);
  return count < 0 ? -errno : count;
}

uint32_t gvfast_receive_vector_length(const void *vector, unsigned index) {
  return ((const struct mmsghdr *)vector)[index].msg_len;
}

int gvfast_receive_vector_truncated(const void *vector, unsigned index) {
  return (((const struct mmsghdr *)vector)[index].msg_hdr.msg_flags & MSG_TRUNC) != 0;
}
