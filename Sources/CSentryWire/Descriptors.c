#include "CSentryWire.h"

/* Payload descriptors by MessageType; 0 is no message. */
static const ProtobufCMessageDescriptor *const descriptors[] = {
    0,
    &gvisor__container__start__descriptor,
    &gvisor__sentry__clone_info__descriptor,
    &gvisor__sentry__execve_info__descriptor,
    &gvisor__sentry__exit_notify_parent_info__descriptor,
    &gvisor__sentry__task_exit__descriptor,
    &gvisor__syscall__syscall__descriptor,
    &gvisor__syscall__open__descriptor,
    &gvisor__syscall__close__descriptor,
    &gvisor__syscall__read__descriptor,
    &gvisor__syscall__connect__descriptor,
    &gvisor__syscall__execve__descriptor,
    &gvisor__syscall__socket__descriptor,
    &gvisor__syscall__chdir__descriptor,
    &gvisor__syscall__setid__descriptor,
    &gvisor__syscall__setresid__descriptor,
    &gvisor__syscall__prlimit__descriptor,
    &gvisor__syscall__pipe__descriptor,
    &gvisor__syscall__fcntl__descriptor,
    &gvisor__syscall__dup__descriptor,
    &gvisor__syscall__signalfd__descriptor,
    &gvisor__syscall__chroot__descriptor,
    &gvisor__syscall__eventfd__descriptor,
    &gvisor__syscall__clone__descriptor,
    &gvisor__syscall__bind__descriptor,
    &gvisor__syscall__accept__descriptor,
    &gvisor__syscall__timerfd_create__descriptor,
    &gvisor__syscall__timerfd_set_time__descriptor,
    &gvisor__syscall__timerfd_get_time__descriptor,
    &gvisor__syscall__fork__descriptor,
    &gvisor__syscall__inotify_init__descriptor,
    &gvisor__syscall__inotify_add_watch__descriptor,
    &gvisor__syscall__inotify_rm_watch__descriptor,
    &gvisor__syscall__socket_pair__descriptor,
    &gvisor__syscall__write__descriptor,
    &gvisor__sentry__mmap_info__descriptor,
    &gvisor__syscall__mmap__descriptor,
    &gvisor__syscall__listen__descriptor,
    &gvisor__syscall__ptrace__descriptor,
};

const ProtobufCMessageDescriptor *sentry_wire_descriptor(uint16_t type) {
    if (type >= sizeof descriptors / sizeof descriptors[0]) return 0;
    return descriptors[type];
}
