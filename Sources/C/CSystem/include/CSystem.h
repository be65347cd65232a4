#ifndef DATELINE_CSYSTEM_H
#define DATELINE_CSYSTEM_H

// What Swift's Glibc module leaves out because glibc declares it for _GNU_SOURCE only, because it is a macro,
// or because glibc has no wrapper. Each function is one system call and returns as that does: -1 with errno.

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

int dateline_eventfd(void);
int dateline_eventfd_semaphore(void);
int dateline_signalfd(const int *signals, int count);
int dateline_inotify_init(void);
int dateline_pidfd_open(pid_t pid);
int dateline_pidfd_send_signal(int pidfd, int signal);
int dateline_sync_file_range_start(int fd);
int dateline_rename_noreplace(int from_dir, const char *from, int to_dir, const char *to);
int dateline_rename_exchange(int from_dir, const char *from, int to_dir, const char *to);
int dateline_close_range(unsigned first, unsigned last);
int dateline_set_process_name(const char *name);
int dateline_set_death_signal(int signal);
int dateline_no_new_privileges(void);
int dateline_set_dumpable(int on);
int dateline_prlimit(pid_t pid, int resource, uint64_t soft, uint64_t hard);
ssize_t dateline_getrandom(void *buffer, size_t size);
/// The mount that holds the open descriptor, or 0 where the kernel does not tell.
uint64_t dateline_mount_id(int fd);
/// The magic number of the file system that holds a file (statfs(2)); 0 where it can't be asked.
uint32_t dateline_file_system(const char *path);
/// 1 when a read lease was granted and given back: nobody has the file open for writing. 0 when somebody has;
/// -1 with errno EACCES when this process may not ask.
int dateline_read_lease(int fd);
/// Sends `length` bytes with one descriptor (or none, -1) beside them.
ssize_t dateline_send_descriptor(int socket, const void *bytes, size_t length, int descriptor);
/// Receives bytes and at most one descriptor (-1 when none came).
ssize_t dateline_receive_descriptor(int socket, void *bytes, size_t length, int *descriptor);
int dateline_spawn(pid_t *pid, const char *path, char *const argv[], char *const envp[], int socket_fd, int stderr_fd,
                   uint64_t stack_bytes);

#define DATELINE_O_PATH 010000000  // asm-generic/fcntl.h

#define DATELINE_RLIMIT_CPU 0
#define DATELINE_RLIMIT_FSIZE 1
#define DATELINE_RLIMIT_DATA 2
#define DATELINE_RLIMIT_STACK 3
#define DATELINE_RLIMIT_CORE 4
#define DATELINE_RLIMIT_NPROC 6
#define DATELINE_RLIMIT_NOFILE 7
#define DATELINE_RLIMIT_AS 9

/// Landlock: denies every access to files and TCP that the running kernel can deny. Returns its ABI version,
/// 0 where the kernel has no Landlock, -1 with errno when it refused.
int dateline_landlock_deny_all(void);
/// seccomp: leaves the calling thread the calls that computing on memory and talking on open descriptors need;
/// any other kills the process with SIGSYS. 0, or -1 with errno.
int dateline_seccomp_compute_only(void);

/// Forks off a process that turns PDF documents into text in a jail of its own: the socket to it, or -1 where pdftotext is
/// not installed. To be called while the process has one thread and may still start others.
///
/// A document is sent as its length (8 bytes) and its bytes. The answer is its kind (4 bytes), pdftotext's exit status (4),
/// a length (8), and then the text, or else what pdftotext complained about. Numbers are in the machine's byte order.
int dateline_start_extractor(uint64_t memory_bytes);

#define DATELINE_EXTRACT_DONE 0
#define DATELINE_EXTRACT_FAILED 1
#define DATELINE_EXTRACT_CRASHED 2
#define DATELINE_EXTRACT_LATE 3
#define DATELINE_EXTRACT_TOO_LONG 4
#define DATELINE_EXTRACT_NO_MEMORY 5

#endif
