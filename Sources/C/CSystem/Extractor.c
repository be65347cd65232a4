// A process that turns PDF documents into text by running pdftotext: forked off the worker before that one's sandbox closes,
// since a closed one may start nothing. It can read programs, libraries and fonts, and nothing else; what it starts can
// neither write a file nor open a socket, and has limits on memory and time. Bytes come and go over one socket.

#define _GNU_SOURCE
#include "CSystem.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PROGRAM "/usr/bin/pdftotext"
#define OUTPUT_LIMIT (64ULL << 20)
#define SECONDS_CPU 20
#define SECONDS_CLOCK 60

static int write_all(int fd, const void *bytes, size_t count) {
    const char *p = bytes;
    while (count) {
        ssize_t put = send(fd, p, count, MSG_NOSIGNAL);
        if (put < 0 && errno == EINTR) continue;
        if (put <= 0) return -1;
        p += put;
        count -= (size_t)put;
    }
    return 0;
}

static int read_all(int fd, void *bytes, size_t count) {
    char *p = bytes;
    while (count) {
        ssize_t got = read(fd, p, count);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return -1;
        p += got;
        count -= (size_t)got;
    }
    return 0;
}

// Landlock: reading and running what lies in a few folders; everything else about files is denied.
static int allow_reading(void) {
    static const char *const places[] = {"/usr",          "/lib",           "/lib64", "/etc/fonts", "/etc/ld.so.cache",
                                         "/etc/alternatives", "/var/cache/fontconfig", "/etc/ld.so.conf.d"};
    long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (abi < 0) return errno == ENOSYS || errno == EOPNOTSUPP ? 0 : -1;
    struct {
        uint64_t fs, net;
    } rules = {.fs = (1ULL << 13) - 1};
    if (abi >= 2) rules.fs |= 1ULL << 13;
    if (abi >= 3) rules.fs |= 1ULL << 14;
    size_t size = sizeof rules.fs;
    if (abi >= 4) {
        rules.net = 3;
        size = sizeof rules;
    }
    int set = (int)syscall(SYS_landlock_create_ruleset, &rules, size, 0);
    if (set < 0) return -1;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        int fd = open(places[i], O_PATH | O_CLOEXEC);
        if (fd < 0) continue;
        struct landlock_path_beneath_attr rule = {
            .allowed_access = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
            .parent_fd = fd,
        };
        if (syscall(SYS_landlock_add_rule, set, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) != 0) {
            rule.allowed_access &= ~(uint64_t)LANDLOCK_ACCESS_FS_READ_DIR;  // a file
            syscall(SYS_landlock_add_rule, set, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
        }
        close(fd);
    }
    long refused = syscall(SYS_landlock_restrict_self, set, 0);
    close(set);
    return refused ? -1 : 0;
}

#if defined(__x86_64__)
#define THIS_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define THIS_ARCHITECTURE AUDIT_ARCH_AARCH64
#endif
#define REFUSE(name) \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##name, 0, 1), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM)

static int refuse_dangerous_calls(void) {
    struct sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, THIS_ARCHITECTURE, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        REFUSE(socket), REFUSE(socketpair), REFUSE(connect), REFUSE(bind), REFUSE(listen), REFUSE(sendto),
        REFUSE(sendmsg), REFUSE(ptrace), REFUSE(process_vm_readv), REFUSE(process_vm_writev), REFUSE(kill), REFUSE(tkill),
        REFUSE(unshare), REFUSE(setns), REFUSE(mount), REFUSE(umount2), REFUSE(bpf), REFUSE(keyctl), REFUSE(add_key),
        REFUSE(request_key), REFUSE(perf_event_open), REFUSE(userfaultfd), REFUSE(io_uring_setup), REFUSE(shmget),
        REFUSE(msgget), REFUSE(pidfd_getfd), REFUSE(pidfd_send_signal), REFUSE(setsid), REFUSE(setpgid),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0);
}

static void limit(int resource, uint64_t value) {
    struct rlimit both = {value, value};
    setrlimit(resource, &both);
}

static _Noreturn void run(int document, int out, int err, uint64_t memory) {
    if (dup2(document, 0) < 0 || dup2(out, 1) < 0 || dup2(err, 2) < 0) _exit(127);
    syscall(SYS_close_range, 3, ~0U, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    limit(RLIMIT_AS, memory);
    limit(RLIMIT_CPU, SECONDS_CPU);
    limit(RLIMIT_FSIZE, 0);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_NOFILE, 64);
    limit(RLIMIT_NPROC, 0);
    signal(SIGPIPE, SIG_DFL);
    if (refuse_dangerous_calls() != 0) _exit(126);
    char *const arguments[] = {"pdftotext", "-enc", "UTF-8", "-", "-", NULL};
    char *const environment[] = {"PATH=/usr/bin", "LC_ALL=C", NULL};
    execve(PROGRAM, arguments, environment);
    _exit(127);
}

struct answer {
    uint32_t kind;
    uint32_t status;
    uint64_t length;
};

// One document: what pdftotext said, and how it ended.
static int convert(int socket, uint64_t size, uint64_t memory) {
    int document = (int)syscall(SYS_memfd_create, "document", 1U /* MFD_CLOEXEC */);
    static char piece[1 << 16];
    int isStored = document >= 0;
    for (uint64_t left = size; left;) {
        size_t part = left < sizeof piece ? (size_t)left : sizeof piece;
        if (read_all(socket, piece, part) != 0) return -1;
        if (isStored && write(document, piece, part) != (ssize_t)part) isStored = 0;
        left -= part;
    }
    struct answer answer = {DATELINE_EXTRACT_FAILED, 0, 0};
    int out[2] = {-1, -1}, err[2] = {-1, -1};
    if (!isStored || pipe2(out, O_CLOEXEC) != 0 || pipe2(err, O_CLOEXEC) != 0) {
        if (document >= 0) close(document);
        answer.kind = DATELINE_EXTRACT_NO_MEMORY;
        return write_all(socket, &answer, sizeof answer);
    }
    lseek(document, 0, SEEK_SET);
    pid_t child = fork();
    if (child == 0) run(document, out[1], err[1], memory);
    close(document);
    close(out[1]);
    close(err[1]);
    char *text = NULL;
    size_t length = 0, room = 0;
    char said[2048];
    size_t saidLength = 0;
    int isLate = 0, isLong = 0, noMemory = child < 0;
    struct timespec begin, now;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    struct pollfd ends[2] = {{out[0], POLLIN, 0}, {err[0], POLLIN, 0}};
    while (child > 0 && (ends[0].fd >= 0 || ends[1].fd >= 0)) {
        int ready = poll(ends, 2, 1000);
        clock_gettime(CLOCK_MONOTONIC, &now);
        if (now.tv_sec - begin.tv_sec > SECONDS_CLOCK) {
            isLate = 1;
            break;
        }
        if (ready <= 0) continue;
        for (int i = 0; i < 2; i++) {
            if (ends[i].fd < 0 || !ends[i].revents) continue;
            ssize_t got = read(ends[i].fd, piece, sizeof piece);
            if (got <= 0) {
                if (got < 0 && errno == EINTR) continue;
                ends[i].fd = -1;
            } else if (i == 1) {
                size_t part = sizeof said - saidLength;
                if (part > (size_t)got) part = (size_t)got;
                memcpy(said + saidLength, piece, part);
                saidLength += part;
            } else {
                if (length + (size_t)got > room) {
                    room = room ? 2 * room : 1 << 18;
                    char *more = room <= 2 * OUTPUT_LIMIT ? realloc(text, room) : NULL;
                    if (!more) {
                        isLong = 1;
                        break;
                    }
                    text = more;
                }
                memcpy(text + length, piece, (size_t)got);
                length += (size_t)got;
            }
        }
        if (length > OUTPUT_LIMIT) isLong = 1;
        if (isLong) break;
    }
    close(out[0]);
    close(err[0]);
    int status = 0;
    if (child > 0) {
        if (isLate || isLong) kill(child, SIGKILL);
        while (waitpid(child, &status, 0) < 0 && errno == EINTR) {}
    }
    const void *reply = said;
    answer.length = saidLength;
    answer.status = WIFEXITED(status) ? (uint32_t)WEXITSTATUS(status) : 128 + (uint32_t)WTERMSIG(status);
    if (noMemory) {
        answer.kind = DATELINE_EXTRACT_NO_MEMORY;
    } else if (isLong) {
        answer.kind = DATELINE_EXTRACT_TOO_LONG;
    } else if (isLate || (WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL))) {
        answer.kind = DATELINE_EXTRACT_LATE;
    } else if (WIFEXITED(status) && WEXITSTATUS(status) == 0) {
        answer.kind = DATELINE_EXTRACT_DONE;
        reply = text;
        answer.length = length;
    } else if (WIFSIGNALED(status)) {
        answer.kind = DATELINE_EXTRACT_CRASHED;
    }
    int failed = write_all(socket, &answer, sizeof answer);
    if (!failed) failed = write_all(socket, reply, answer.length);
    free(text);
    return failed;
}

int dateline_start_extractor(uint64_t memory_bytes) {
    if (access(PROGRAM, X_OK) != 0) return -1;
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return -1;
    pid_t parent = getpid();
    pid_t child = fork();
    if (child < 0) {
        close(ends[0]);
        close(ends[1]);
        return -1;
    }
    if (child > 0) {
        close(ends[1]);
        return ends[0];
    }
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(0);
    prctl(PR_SET_NAME, "dateline-pdf");
    int score = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (score >= 0) {
        ssize_t ignored = write(score, "1000", 4);
        (void)ignored;
        close(score);
    }
    int null = open("/dev/null", O_RDWR);
    for (int fd = 0; fd < 3; fd++) dup2(null, fd);
    int socket = dup2(ends[1], 3);
    syscall(SYS_close_range, 4, ~0U, 0);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || allow_reading() != 0) _exit(1);
    uint64_t size;
    while (read_all(socket, &size, sizeof size) == 0)
        if (convert(socket, size, memory_bytes) != 0) break;
    _exit(0);
}
