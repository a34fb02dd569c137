#define _GNU_SOURCE
#include "CLinux.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

const int gvfast_POLLRDHUP = POLLRDHUP;

int gvfast_eventfd(void) {
  int fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  return fd < 0 ? -errno : fd;
}

int gvfast_eventfd_write(int fd) {
  uint64_t one = 1;
  ssize_t count;
  do
    count = write(fd, &one, sizeof one);
  while (count < 0 && errno == EINTR);
  /* EAGAIN: the counter is full, so the reader is awake already */
  return count < 0 && errno != EAGAIN ? -errno : 0;
}

int gvfast_eventfd_drain(int fd) {
  uint64_t value;
  ssize_t count;
  do
    count = read(fd, &value, sizeof value);
  while (count < 0 && errno == EINTR);
  return count < 0 && errno != EAGAIN ? -errno : 0;
}

int gvfast_signalfd(const int *signals, int count) {
  sigset_t set;
  sigemptyset(&set);
  for (int index = 0; index < count; index++)
    sigaddset(&set, signals[index]);
  int error = pthread_sigmask(SIG_BLOCK, &set, NULL);
  if (error != 0)
    return -error;
  int fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
  return fd < 0 ? -errno : fd;
}

int gvfast_signalfd_read(int fd) {
  struct signalfd_siginfo info;
  ssize_t count;
  do
    count = read(fd, &info, sizeof info);
  while (count < 0 && errno == EINTR);
  if (count < 0)
    return errno == EAGAIN ? 0 : -errno;
  return (int)info.ssi_signo;
}

int gvfast_memfd(const char *name) {
  int fd = memfd_create(name, MFD_CLOEXEC);
  return fd < 0 ? -errno : fd;
}

static int poll_one(int fd, int timeout_ms) {
  struct pollfd entry = {.fd = fd, .events = POLLIN | POLLRDHUP};
  int count;
  do
    count = poll(&entry, 1, timeout_ms);
  while (count < 0 && errno == EINTR);
  return count < 0 ? -errno : entry.revents;
}

int gvfast_poll_in(int fd, int timeout_ms) { return poll_one(fd, timeout_ms); }

int gvfast_poll_in_nanos(int fd, int64_t timeout_nanos) {
  struct pollfd entry = {.fd = fd, .events = POLLIN};
  struct timespec limit = {.tv_sec = timeout_nanos / 1000000000,
                           .tv_nsec = timeout_nanos % 1000000000};
  int count = ppoll(&entry, 1, &limit, NULL);
  if (count < 0)
    return errno == EINTR ? 0 : -errno;
  return entry.revents;
}

int gvfast_poll_state(int fd) { return poll_one(fd, 0); }

int gvfast_open(const char *path, int flags, unsigned mode) {
  int fd;
  do
    fd = open(path, flags, (mode_t)mode);
  while (fd < 0 && errno == EINTR);
  return fd < 0 ? -errno : fd;
}
