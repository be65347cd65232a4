#define _GNU_SOURCE
#include "CSystem.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

// Newer than Debian 12's headers; the kernel tells by its ABI version which it knows.
#define ACCESS_FS_V1 ((1ULL << 13) - 1)
#define ACCESS_FS_REFER (1ULL << 13)
#define ACCESS_FS_TRUNCATE (1ULL << 14)
#define ACCESS_FS_IOCTL_DEV (1ULL << 15)
#define ACCESS_NET_TCP 3ULL
#define SCOPED_ALL 3ULL

struct ruleset {
    uint64_t handled_access_fs;
    uint64_t handled_access_net;
    uint64_t scoped;
};

int dateline_landlock_deny_all(void) {
    long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (abi < 0) return errno == ENOSYS || errno == EOPNOTSUPP ? 0 : -1;
    struct ruleset rules = {.handled_access_fs = ACCESS_FS_V1};
    size_t size = sizeof(uint64_t);
    if (abi >= 2) rules.handled_access_fs |= ACCESS_FS_REFER;
    if (abi >= 3) rules.handled_access_fs |= ACCESS_FS_TRUNCATE;
    if (abi >= 4) {
        rules.handled_access_net = ACCESS_NET_TCP;
        size = 2 * sizeof(uint64_t);
    }
    if (abi >= 5) rules.handled_access_fs |= ACCESS_FS_IOCTL_DEV;
    if (abi >= 6) {
        rules.scoped = SCOPED_ALL;
        size = sizeof rules;
    }
    int fd = (int)syscall(SYS_landlock_create_ruleset, &rules, size, 0);
    if (fd < 0) return -1;
    long refused = syscall(SYS_landlock_restrict_self, fd, 0);
    close(fd);
    return refused ? -1 : (int)abi;
}

#if defined(__x86_64__)
#define THIS_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define THIS_ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#error "no seccomp filter for this architecture"
#endif

#define ALLOW(name) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##name, 0, 1), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
#define REFUSE(name) \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##name, 0, 1), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM)

int dateline_seccomp_compute_only(void) {
    const unsigned self = (unsigned)getpid();
    struct sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, THIS_ARCHITECTURE, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        ALLOW(recvmsg), ALLOW(sendmsg), ALLOW(sendto), ALLOW(recvfrom), ALLOW(pread64), ALLOW(read), ALLOW(fstat),
        ALLOW(newfstatat), ALLOW(close), ALLOW(brk), ALLOW(mmap), ALLOW(munmap), ALLOW(mremap), ALLOW(mprotect),
        ALLOW(madvise), ALLOW(futex), ALLOW(write), ALLOW(writev), ALLOW(rt_sigreturn), ALLOW(rt_sigprocmask),
        ALLOW(rt_sigaction), ALLOW(gettid), ALLOW(getpid), ALLOW(exit_group), ALLOW(exit),
        ALLOW(getrandom), ALLOW(clock_gettime), ALLOW(lseek), ALLOW(ppoll), ALLOW(sched_yield),
#ifdef SYS_poll  // arm64 has only the newer calls
        ALLOW(poll),
#endif
        // abort() signals itself; no other process may be signalled. The process is the first argument's lower half.
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_tgkill, 0, 4),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[0])),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, self, 0, 1), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
        // Libraries that try a file and go on without it: told no, not killed.
        REFUSE(openat), REFUSE(readlinkat), REFUSE(ioctl), REFUSE(faccessat),
#ifdef SYS_readlink
        REFUSE(readlink), REFUSE(access),
#endif
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
    };
    struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0);
}
