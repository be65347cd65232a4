#define _GNU_SOURCE
#include "CSystem.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

int dateline_eventfd(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

int dateline_eventfd_semaphore(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK | EFD_SEMAPHORE); }

int dateline_signalfd(const int *signals, int count) {
    sigset_t set;
    sigemptyset(&set);
    for (int i = 0; i < count; i++) sigaddset(&set, signals[i]);
    if (sigprocmask(SIG_BLOCK, &set, NULL) != 0) return -1;
    return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

int dateline_inotify_init(void) { return inotify_init1(IN_CLOEXEC | IN_NONBLOCK); }

int dateline_pidfd_open(pid_t pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }

int dateline_pidfd_send_signal(int pidfd, int signal) {
    return (int)syscall(SYS_pidfd_send_signal, pidfd, signal, NULL, 0);
}

int dateline_sync_file_range_start(int fd) { return sync_file_range(fd, 0, 0, SYNC_FILE_RANGE_WRITE); }

int dateline_rename_noreplace(int from_dir, const char *from, int to_dir, const char *to) {
    return renameat2(from_dir, from, to_dir, to, RENAME_NOREPLACE);
}

int dateline_rename_exchange(int from_dir, const char *from, int to_dir, const char *to) {
    return renameat2(from_dir, from, to_dir, to, RENAME_EXCHANGE);
}

int dateline_close_range(unsigned first, unsigned last) { return (int)syscall(SYS_close_range, first, last, 0); }

int dateline_set_process_name(const char *name) { return prctl(PR_SET_NAME, name, 0, 0, 0); }

int dateline_set_death_signal(int signal) { return prctl(PR_SET_PDEATHSIG, signal, 0, 0, 0); }

int dateline_no_new_privileges(void) { return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); }

int dateline_set_dumpable(int on) { return prctl(PR_SET_DUMPABLE, on, 0, 0, 0); }

int dateline_prlimit(pid_t pid, int resource, uint64_t soft, uint64_t hard) {
    struct rlimit limit = {soft, hard};
    return prlimit(pid, resource, &limit, NULL);
}

ssize_t dateline_getrandom(void *buffer, size_t size) { return getrandom(buffer, size, 0); }

uint64_t dateline_mount_id(int fd) {
    struct statx buffer;
    if (statx(fd, "", AT_EMPTY_PATH, STATX_MNT_ID, &buffer) != 0) return 0;
    return buffer.stx_mask & STATX_MNT_ID ? buffer.stx_mnt_id : 0;
}

uint32_t dateline_file_system(const char *path) {
    struct statfs fs;
    return statfs(path, &fs) == 0 ? (uint32_t)fs.f_type : 0;
}

int dateline_read_lease(int fd) {
    if (fcntl(fd, F_SETLEASE, F_RDLCK) != 0) return errno == EAGAIN ? 0 : -1;
    fcntl(fd, F_SETLEASE, F_UNLCK);
    return 1;
}

ssize_t dateline_send_descriptor(int socket, const void *bytes, size_t length, int descriptor) {
    struct iovec piece = {(void *)bytes, length};
    union {
        struct cmsghdr header;
        char space[CMSG_SPACE(sizeof(int))];
    } control;
    struct msghdr message = {.msg_iov = &piece, .msg_iovlen = 1};
    if (descriptor >= 0) {
        memset(&control, 0, sizeof control);
        message.msg_control = &control;
        message.msg_controllen = sizeof control.space;
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof(int));
        memcpy(CMSG_DATA(header), &descriptor, sizeof(int));
    }
    return sendmsg(socket, &message, MSG_NOSIGNAL);
}

ssize_t dateline_receive_descriptor(int socket, void *bytes, size_t length, int *descriptor) {
    struct iovec piece = {bytes, length};
    union {
        struct cmsghdr header;
        char space[CMSG_SPACE(sizeof(int))];
    } control;
    // CMSG_SPACE has room for two, of which the second would stay open unknown: the kernel closes what has no room.
    struct msghdr message = {.msg_iov = &piece, .msg_iovlen = 1, .msg_control = &control,
                             .msg_controllen = CMSG_LEN(sizeof(int))};
    *descriptor = -1;
    ssize_t got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    if (got < 0) return got;
    for (struct cmsghdr *h = CMSG_FIRSTHDR(&message); h; h = CMSG_NXTHDR(&message, h))
        if (h->cmsg_level == SOL_SOCKET && h->cmsg_type == SCM_RIGHTS) memcpy(descriptor, CMSG_DATA(h), sizeof(int));
    return got;
}

int dateline_spawn(pid_t *pid, const char *path, char *const argv[], char *const envp[], int socket_fd, int stderr_fd,
                   uint64_t stack_bytes) {
    // The new stack limit counts from exec, so it is set here and put back: the daemon's own stacks are mapped already.
    struct rlimit before, deep;
    getrlimit(RLIMIT_STACK, &before);
    deep = before;
    if (before.rlim_max == RLIM_INFINITY || before.rlim_max >= stack_bytes) deep.rlim_cur = stack_bytes;
    setrlimit(RLIMIT_STACK, &deep);

    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    // The descriptors that are handed down lie at 10 or above (WorkerProcess.lift), so no dup2 overwrites the next's source.
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, stderr_fd, 2);
    posix_spawn_file_actions_adddup2(&actions, socket_fd, 3);
    posix_spawn_file_actions_addclosefrom_np(&actions, 4);
    sigset_t none, defaults;
    sigemptyset(&none);
    sigfillset(&defaults);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    int failed = posix_spawn(pid, path, &actions, &attributes, argv, envp);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    setrlimit(RLIMIT_STACK, &before);
    errno = failed;
    return failed ? -1 : 0;
}
