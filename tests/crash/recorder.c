/* What a program does to the files below one directory, in order, as a log: loaded in front of the C library by
 * the tests that cut the power under the real program. Must never change what an operation does or returns.
 *
 * One record: kind (1 byte), file (8), a number (8), 0 (8), length (4) and so many bytes; machine order. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/syscall.h>
#include <unistd.h>

static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;
static const char *root;
static int out = -1;
static dev_t device;

#define REAL(name) (__typeof__(&name))dlsym(RTLD_NEXT, #name)

__attribute__((constructor)) static void begin(void) {
    const char *log = getenv("RECORDER_LOG");
    struct stat there;
    root = getenv("RECORDER_ROOT");
    if (!log || !root || stat(root, &there)) { root = NULL; return; }
    device = there.st_dev;
    out = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static void note(char kind, uint64_t file, uint64_t a, uint64_t b, const void *bytes, uint32_t length) {
    unsigned char head[29];
    if (out < 0) return;
    head[0] = (unsigned char)kind;
    memcpy(head + 1, &file, 8); memcpy(head + 9, &a, 8); memcpy(head + 17, &b, 8); memcpy(head + 25, &length, 4);
    struct iovec parts[2] = {{head, sizeof head}, {(void *)bytes, length}};
    if (syscall(SYS_writev, out, parts, length ? 2 : 1) < 0) abort();
}

/* The absolute path of a name; 0 if it is not below the directory. */
static int below(int dir, const char *name, char *path) {
    size_t length = root ? strlen(root) : 0;
    if (!root) return 0;
    if (name[0] == '/') { snprintf(path, PATH_MAX, "%s", name); }
    else {
        char link[64], base[PATH_MAX];
        ssize_t got;
        if (dir == AT_FDCWD) { if (!getcwd(base, sizeof base)) return 0; }
        else {
            snprintf(link, sizeof link, "/proc/self/fd/%d", dir);
            got = readlink(link, base, sizeof base - 1);
            if (got < 0) return 0;
            base[got] = 0;
        }
        if (snprintf(path, PATH_MAX, "%s/%s", base, name) >= PATH_MAX) return 0;
    }
    return !strncmp(path, root, length) && path[length] == '/';
}

/* Whether a file lies on the recorded disk, and which one it is. */
static int known(int fd, struct stat *is) {
    return root && fd != out && !fstat(fd, is) && is->st_dev == device && !S_ISFIFO(is->st_mode);
}

static int opened(int dir, const char *name, int flags, mode_t mode) {
    char path[PATH_MAX];
    struct stat before, after;
    int kept = errno, fd, there;
    if (!below(dir, name, path)) return (int)syscall(SYS_openat, dir, name, flags, mode);
    pthread_mutex_lock(&one);
    there = !stat(path, &before);
    errno = kept;
    fd = (int)syscall(SYS_openat, dir, name, flags, mode);
    kept = errno;
    if (fd >= 0 && !fstat(fd, &after)) {
        if (!there) note('n', after.st_ino, 0, 0, path, (uint32_t)strlen(path));
        else if ((flags & O_TRUNC) && before.st_size) note('l', after.st_ino, 0, 0, NULL, 0);
    }
    errno = kept;
    pthread_mutex_unlock(&one);
    return fd;
}

#define MODE(flags) mode_t mode = 0; if ((flags) & (O_CREAT | O_TMPFILE)) { \
    va_list rest; va_start(rest, flags); mode = va_arg(rest, mode_t); va_end(rest); }
int open(const char *name, int flags, ...) { MODE(flags) return opened(AT_FDCWD, name, flags, mode); }
int open64(const char *name, int flags, ...) { MODE(flags) return opened(AT_FDCWD, name, flags | O_LARGEFILE, mode); }
int openat(int dir, const char *name, int flags, ...) { MODE(flags) return opened(dir, name, flags, mode); }
int openat64(int dir, const char *name, int flags, ...) { MODE(flags) return opened(dir, name, flags, mode); }

/* A write at its place, or where the file stands; on standard output, what the program says. */
static ssize_t written(int fd, const void *bytes, size_t length, off_t at, int here) {
    struct stat is;
    ssize_t done;
    int kept;
    if (!known(fd, &is) || !S_ISREG(is.st_mode)) {
        if (fd != 1 || !root) {
            return here ? syscall(SYS_write, fd, bytes, length) : syscall(SYS_pwrite64, fd, bytes, length, at);
        }
        pthread_mutex_lock(&one);
        done = syscall(SYS_write, fd, bytes, length);
        kept = errno;
        if (done > 0) note('s', 0, 0, 0, bytes, (uint32_t)done);
        errno = kept;
        pthread_mutex_unlock(&one);
        return done;
    }
    pthread_mutex_lock(&one);
    if (here) at = lseek(fd, 0, (fcntl(fd, F_GETFL) & O_APPEND) ? SEEK_END : SEEK_CUR);
    done = here ? syscall(SYS_write, fd, bytes, length) : syscall(SYS_pwrite64, fd, bytes, length, at);
    kept = errno;
    if (done > 0) note('w', is.st_ino, (uint64_t)at, 0, bytes, (uint32_t)done);
    errno = kept;
    pthread_mutex_unlock(&one);
    return done;
}
ssize_t write(int fd, const void *bytes, size_t length) { return written(fd, bytes, length, 0, 1); }
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) { return written(fd, bytes, length, at, 0); }
ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t at) { return written(fd, bytes, length, at, 0); }
/* One after the other, so that none goes unseen. */
ssize_t writev(int fd, const struct iovec *parts, int count) {
    ssize_t all = 0;
    for (int at = 0; at < count; at++) {
        ssize_t done = parts[at].iov_len ? write(fd, parts[at].iov_base, parts[at].iov_len) : 0;
        if (done < 0) return all ? all : -1;
        all += done;
        if ((size_t)done < parts[at].iov_len) break;
    }
    return all;
}
/* Copied byte by byte instead, through what is seen here. */
ssize_t copy_file_range(int in, off64_t *from, int to, off64_t *at, size_t length, unsigned flags) {
    (void)in; (void)from; (void)to; (void)at; (void)length; (void)flags;
    errno = ENOSYS;
    return -1;
}
ssize_t sendfile64(int to, int in, off64_t *from, size_t length) {
    (void)in; (void)from; (void)to; (void)length;
    errno = ENOSYS;
    return -1;
}

#define SEEN(call, kind, file, a, bytes, length) do { \
    int done_, kept_; \
    pthread_mutex_lock(&one); \
    done_ = (int)(call); kept_ = errno; \
    if (!done_) note(kind, file, a, 0, bytes, length); \
    errno = kept_; pthread_mutex_unlock(&one); return done_; } while (0)

static int resized(int fd, off_t length) {
    struct stat is;
    if (!known(fd, &is)) return (int)syscall(SYS_ftruncate, fd, length);
    SEEN(syscall(SYS_ftruncate, fd, length), 'l', is.st_ino, (uint64_t)length, NULL, 0);
}
int ftruncate(int fd, off_t length) { return resized(fd, length); }
int ftruncate64(int fd, off64_t length) { return resized(fd, length); }

static int synced(int fd, long call) {
    struct stat is;
    char link[64], path[PATH_MAX];
    ssize_t got;
    if (!known(fd, &is)) return (int)syscall(call, fd);
    if (!S_ISDIR(is.st_mode)) SEEN(syscall(call, fd), 'f', is.st_ino, 0, NULL, 0);
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    got = readlink(link, path, sizeof path);
    SEEN(syscall(call, fd), 'd', 0, 0, path, got < 0 ? 0 : (uint32_t)got);
}
int fsync(int fd) { return synced(fd, SYS_fsync); }
int fdatasync(int fd) { return synced(fd, SYS_fdatasync); }

int rename(const char *from, const char *to) {
    char pair[2 * PATH_MAX], path[PATH_MAX];
    size_t first;
    if (!below(AT_FDCWD, from, pair) || !below(AT_FDCWD, to, path))
        return (int)syscall(SYS_renameat, AT_FDCWD, from, AT_FDCWD, to);
    first = strlen(pair) + 1;
    memcpy(pair + first, path, strlen(path));
    SEEN(syscall(SYS_renameat, AT_FDCWD, from, AT_FDCWD, to), 'r', 0, first, pair,
         (uint32_t)(first + strlen(path)));
}

static int removed(int dir, const char *name, int flags) {
    char path[PATH_MAX];
    if (!below(dir, name, path)) return (int)syscall(SYS_unlinkat, dir, name, flags);
    SEEN(syscall(SYS_unlinkat, dir, name, flags), 'u', 0, 0, path, (uint32_t)strlen(path));
}
int unlink(const char *name) { return removed(AT_FDCWD, name, 0); }
int unlinkat(int dir, const char *name, int flags) { return removed(dir, name, flags); }
int rmdir(const char *name) { return removed(AT_FDCWD, name, AT_REMOVEDIR); }

static int made(int dir, const char *name, mode_t mode) {
    char path[PATH_MAX];
    if (!below(dir, name, path)) return (int)syscall(SYS_mkdirat, dir, name, mode);
    SEEN(syscall(SYS_mkdirat, dir, name, mode), 'm', 0, 0, path, (uint32_t)strlen(path));
}
int mkdir(const char *name, mode_t mode) { return made(AT_FDCWD, name, mode); }
int mkdirat(int dir, const char *name, mode_t mode) { return made(dir, name, mode); }
