#define _GNU_SOURCE
#include "CLinux.h"
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

int gvfast_gettid(void) { return gettid(); }

int gvfast_set_thread_name(const char *name) {
  char cut[16] = {0};
  strncpy(cut, name, sizeof cut - 1);
  return -pthread_setname_np(pthread_self(), cut);
}

int gvfast_set_thread_affinity(unsigned cpu) {
  if (cpu >= CPU_SETSIZE)
    return -EINVAL;
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(cpu, &set);
  return -pthread_setaffinity_np(pthread_self(), sizeof set, &set);
}

int gvfast_set_timer_slack(unsigned long nanos) {
  return prctl(PR_SET_TIMERSLACK, nanos, 0, 0, 0) != 0 ? -errno : 0;
}

int gvfast_cpu_count(void) {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof set, &set) != 0)
    return -errno;
  return CPU_COUNT(&set);
}

static uint64_t nanos(struct timeval value) {
  return (uint64_t)value.tv_sec * 1000000000u + (uint64_t)value.tv_usec * 1000u;
}

int gvfast_thread_cpu(uint64_t *user, uint64_t *system) {
  struct rusage usage;
  if (getrusage(RUSAGE_THREAD, &usage) != 0)
    return -errno;
  *user = nanos(usage.ru_utime);
  *system = nanos(usage.ru_stime);
  return 0;
}

int gvfast_pidfd_open(int pid) {
  long fd = syscall(SYS_pidfd_open, pid, 0);
  return fd < 0 ? -errno : (int)fd;
}

int gvfast_pidfd_getfd(int pidfd, int fd) {
  long copy = syscall(SYS_pidfd_getfd, pidfd, fd, 0);
  return copy < 0 ? -errno : (int)copy;
}

int gvfast_set_parent_death_signal(int signal) {
  return prctl(PR_SET_PDEATHSIG, signal) != 0 ? -errno : 0;
}

uint64_t gvfast_ticks(void) {
#if defined(__x86_64__)
  return __builtin_ia32_rdtsc();
#elif defined(__aarch64__)
  uint64_t ticks;
  __asm__ volatile("mrs %0, cntvct_el0" : "=r"(ticks));
  return ticks;
#else
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
#endif
}
