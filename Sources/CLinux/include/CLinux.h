#ifndef GVFAST_CLINUX_H
#define GVFAST_CLINUX_H
#include <stddef.h>
#include <stdint.h>
/* Wrappers for GNU-only calls that Swift does not import. Each returns the value or -errno and
   retries EINTR where the call can be repeated without harm. No policy, no state. */

/* --- threads and processes --- */
int gvfast_gettid(void);
/* Names the calling thread; longer names are cut to 15 bytes. */
int gvfast_set_thread_name(const char *_Nonnull name);
/* Binds the calling thread to one CPU. */
int gvfast_set_thread_affinity(unsigned cpu);
/* CPUs that the calling process may use. */
int gvfast_cpu_count(void);
/* User and system CPU time of the calling thread, nanoseconds. */
int gvfast_thread_cpu(uint64_t *_Nonnull user, uint64_t *_Nonnull system);
/* prctl(PR_SET_TIMERSLACK): how late the calling thread's timed waits may end. */
int gvfast_set_timer_slack(unsigned long nanos);
/* The processor's time-stamp counter; CLOCK_MONOTONIC where there is none. */
uint64_t gvfast_ticks(void);
/* pidfd_open(2), pidfd_getfd(2). */
int gvfast_pidfd_open(int pid);
int gvfast_pidfd_getfd(int pidfd, int fd);
/* prctl(PR_SET_PDEATHSIG): the calling process gets `signal` when its parent dies. */
int gvfast_set_parent_death_signal(int signal);

/* --- descriptors --- */
/* An eventfd, non-blocking, close-on-exec. */
int gvfast_eventfd(void);
/* Adds one to an eventfd; reading sets it back to 0. */
int gvfast_eventfd_write(int fd);
int gvfast_eventfd_drain(int fd);
/* Blocks `signals` (count entries) for the calling thread and gives a descriptor that reports
   them, non-blocking, close-on-exec. */
int gvfast_signalfd(const int *_Nonnull signals, int count);
/* Number of a signal that waits in a signalfd, 0 when none does. */
int gvfast_signalfd_read(int fd);
/* A memfd, close-on-exec. */
int gvfast_memfd(const char *_Nonnull name);
/* Waits until `fd` is readable or hung up; the revents, 0 after `timeout_ms`. */
int gvfast_poll_in(int fd, int timeout_ms);
/* The same with a limit in nanoseconds; EINTR counts as the end of the wait. */
int gvfast_poll_in_nanos(int fd, int64_t timeout_nanos);
/* poll(2) without waiting for POLLIN|POLLRDHUP: the revents. */
int gvfast_poll_state(int fd);
extern const int gvfast_POLLRDHUP;

/* pipe2(2), close-on-exec: the reading end, then the writing end. */
int gvfast_pipe(int *_Nonnull fds);

/* --- sockets --- */
/* socket(AF_UNIX, SOCK_SEQPACKET), close-on-exec, non-blocking if asked. */
int gvfast_seqpacket_socket(int is_nonblocking);
/* A connected pair of them. */
int gvfast_seqpacket_pair(int is_nonblocking, int *_Nonnull fds);
/* bind(2) and connect(2) to a path, which must be shorter than 108 bytes. */
int gvfast_bind_path(int fd, const char *_Nonnull path);
int gvfast_connect_path(int fd, const char *_Nonnull path);
/* connect(2) to an abstract address of `count` bytes, without its leading NUL. */
int gvfast_connect_abstract(int fd, const char *_Nonnull name, size_t count);
/* accept4(2) with SOCK_CLOEXEC and SOCK_NONBLOCK. */
int gvfast_accept(int fd);
/* Peer's ids by SO_PEERCRED. */
struct gvfast_peer {
  int32_t pid;
  uint32_t uid;
  uint32_t gid;
};
int gvfast_peer_credentials(int fd, struct gvfast_peer *_Nonnull peer);
/* Sends one datagram and one descriptor (SCM_RIGHTS). */
int64_t gvfast_send_descriptor(int fd, const void *_Nonnull bytes, size_t count, int sent_fd);
/* SO_SNDBUFFORCE, which needs CAP_NET_ADMIN, else SO_SNDBUF. */
int gvfast_force_send_buffer(int fd, int byte_count);
/* send(2) with MSG_DONTWAIT (unless `is_blocking`) and MSG_NOSIGNAL. */
int64_t gvfast_send(int fd, const void *_Nonnull bytes, size_t count, int is_blocking);
/* sendmmsg(2) with MSG_DONTWAIT|MSG_NOSIGNAL: at most GVFAST_SEND_MANY_LIMIT datagrams; how many
   were sent. */
#define GVFAST_SEND_MANY_LIMIT 64
struct gvfast_part {
  const void *_Nonnull bytes;
  size_t count;
};
int gvfast_send_many(int fd, const struct gvfast_part *_Nonnull parts, unsigned count);
/* recv(2) with MSG_DONTWAIT|MSG_TRUNC: the datagram's true length. */
int64_t gvfast_receive(int fd, void *_Nonnull bytes, size_t count);
/* The same with MSG_PEEK. */
int64_t gvfast_receive_peek(int fd, void *_Nonnull bytes, size_t count);

/* One slot of a recvmmsg(2) vector, of the kernel's own layout (struct mmsghdr with its iovec).
   The caller owns an array of `gvfast_receive_slot_size` bytes each. */
size_t gvfast_receive_vector_size(unsigned count);
/* Points slot `index` of the vector of `count` slots at a buffer. */
void gvfast_receive_vector_set(void *_Nonnull vector, unsigned count, unsigned index,
                               void *_Nonnull bytes, size_t byte_count);
/* recvmmsg(2) with MSG_DONTWAIT|MSG_TRUNC into `wanted` slots from slot `first` on. */
int gvfast_receive_many(int fd, void *_Nonnull vector, unsigned first, unsigned wanted);
/* The same with MSG_WAITFORONE: waits for the first datagram and takes what else is there. */
int gvfast_receive_many_waiting(int fd, void *_Nonnull vector, unsigned wanted);
/* True length of the datagram in slot `index`; whether it was truncated. */
uint32_t gvfast_receive_vector_length(const void *_Nonnull vector, unsigned index);
int gvfast_receive_vector_truncated(const void *_Nonnull vector, unsigned index);

/* --- epoll --- */
int gvfast_epoll_create(void);
/* Watches for EPOLLIN and EPOLLRDHUP, level-triggered, with `data`. */
int gvfast_epoll_add(int epoll_fd, int fd, uint64_t data);
int gvfast_epoll_remove(int epoll_fd, int fd);
struct gvfast_epoll_event {
  uint64_t data;
  uint32_t events;
  uint32_t unused;
};
/* epoll_pwait2(2) where the kernel has it, else epoll_wait(2) rounded up; `timeout_nanos` < 0 waits
   for ever. At most 256 events. EINTR counts as no event. */
int gvfast_epoll_wait(int epoll_fd, struct gvfast_epoll_event *_Nonnull events, int count,
                      int64_t timeout_nanos);

/* --- memory --- */
/* memmem(3): linear time. */
const void *_Nullable gvfast_memmem(const void *_Nonnull haystack, size_t haystack_count,
                                    const void *_Nonnull needle, size_t needle_count);
/* open(2) with a mode, which Swift imports only as a variadic on some platforms. */
int gvfast_open(const char *_Nonnull path, int flags, unsigned mode);
#endif
