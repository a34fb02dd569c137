#define _GNU_SOURCE
#include "CLinux.h"
#include <errno.h>
#include <sys/epoll.h>
#include <time.h>

int gvfast_epoll_create(void) {
  int fd = epoll_create1(EPOLL_CLOEXEC);
  return fd < 0 ? -errno : fd;
}

int gvfast_epoll_add(int epoll_fd, int fd, uint64_t data) {
  struct epoll_event event = {.events = EPOLLIN | EPOLLRDHUP};
  event.data.u64 = data;
  return epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &event) != 0 ? -errno : 0;
}

int gvfast_epoll_remove(int epoll_fd, int fd) {
  return epoll_ctl(epoll_fd, EPOLL_CTL_DEL, fd, NULL) != 0 ? -errno : 0;
}

enum { events_per_call = 256 };

int gvfast_epoll_wait(int epoll_fd, struct gvfast_epoll_event *events, int count,
                      int64_t timeout_nanos) {
  struct epoll_event found[events_per_call];
  int wanted = count < events_per_call ? count : events_per_call;
  struct timespec limit = {.tv_sec = timeout_nanos / 1000000000,
                           .tv_nsec = timeout_nanos % 1000000000};
  int ready = epoll_pwait2(epoll_fd, found, wanted, timeout_nanos < 0 ? NULL : &limit, NULL);
  if (ready < 0 && (errno == ENOSYS || errno == EPERM)) {
    int64_t millis = timeout_nanos < 0 ? -1 : (timeout_nanos + 999999) / 1000000;
    ready = epoll_wait(epoll_fd, found, wanted, millis > 60000 ? 60000 : (int)millis);
  }
  if (ready < 0)
    return errno == EINTR ? 0 : -errno;
  for (int index = 0; index < ready; index++) {
    events[index].data = found[index].data.u64;
    events[index].events = found[index].events;
  }
  return ready;
}
