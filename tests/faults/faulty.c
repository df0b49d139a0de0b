/* Lets a share of a process's file operations below one folder fail with EIO, by a seed.
 *
 * LD_PRELOAD=faulty.so FAULT_FOLDER=/data FAULT_SEED=4 program
 * Nothing fails until the program calls fault_rate(per mille); fault_count(kind) tells how many did:
 *   0 pwrite and write   1 fsync and fdatasync   2 rename   3 ftruncate
 * A write that fails has put half of its bytes on the disk every second time, as a dying disk does.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char folder[PATH_MAX];
static size_t folder_length;
static uint64_t state = 1;
static int rate;
static long counted[4];

#define REAL(type, name, ...) \
    static type (*real)(__VA_ARGS__) = NULL; \
    if (!real) real = (type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

__attribute__((constructor)) static void begin(void) {
    const char *where = getenv("FAULT_FOLDER"), *seed = getenv("FAULT_SEED");
    if (where && realpath(where, folder)) folder_length = strlen(folder);
    if (seed) state = strtoull(seed, NULL, 10) * 2654435761u + 1;
}

void fault_rate(int per_mille) {
    pthread_mutex_lock(&lock);
    rate = per_mille;
    pthread_mutex_unlock(&lock);
}

long fault_count(int kind) {
    return counted[kind];
}

static uint64_t next(void) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

static int below(const char *path) {
    return folder_length && path && !strncmp(path, folder, folder_length)
        && (path[folder_length] == '/' || path[folder_length] == 0);
}

static int fd_below(int fd) {
    char link[64], room[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, room, PATH_MAX - 1);
    if (n <= 0) return 0;
    room[n] = 0;
    return below(room);
}

/* 0: goes well; 1: fails at once; 2: fails half way. */
static int drawn(int kind, int inside) {
    if (!rate || !inside) return 0;
    pthread_mutex_lock(&lock);
    int told = (int)(next() % 1000) < rate ? 1 + (int)(next() & 1) : 0;
    if (told) counted[kind]++;
    pthread_mutex_unlock(&lock);
    return told;
}

static ssize_t failed(void) {
    errno = EIO;
    return -1;
}

static ssize_t wrote(ssize_t (*real)(int, const void *, size_t, off_t), int fd, const void *bytes, size_t n,
                     off_t offset) {
    int fate = drawn(0, fd_below(fd));
    if (!fate) return real(fd, bytes, n, offset);
    if (fate == 2) (void)!real(fd, bytes, n / 2, offset);
    return failed();
}
ssize_t pwrite(int fd, const void *bytes, size_t n, off_t offset) {
    REAL(ssize_t, "pwrite", int, const void *, size_t, off_t);
    return wrote(real, fd, bytes, n, offset);
}
ssize_t pwrite64(int fd, const void *bytes, size_t n, off_t offset) {
    REAL(ssize_t, "pwrite64", int, const void *, size_t, off_t);
    return wrote(real, fd, bytes, n, offset);
}
ssize_t write(int fd, const void *bytes, size_t n) {
    REAL(ssize_t, "write", int, const void *, size_t);
    int fate = drawn(0, rate && fd_below(fd));
    if (!fate) return real(fd, bytes, n);
    if (fate == 2) (void)!real(fd, bytes, n / 2);
    return failed();
}

static int synced(int (*real)(int), int fd) {
    return drawn(1, fd_below(fd)) ? (int)failed() : real(fd);
}
int fsync(int fd) { REAL(int, "fsync", int); return synced(real, fd); }
int fdatasync(int fd) { REAL(int, "fdatasync", int); return synced(real, fd); }

int rename(const char *old, const char *new) {
    REAL(int, "rename", const char *, const char *);
    return drawn(2, below(new)) ? (int)failed() : real(old, new);
}

static int cut(int (*real)(int, off_t), int fd, off_t size) {
    return drawn(3, fd_below(fd)) ? (int)failed() : real(fd, size);
}
int ftruncate(int fd, off_t size) { REAL(int, "ftruncate", int, off_t); return cut(real, fd, size); }
int ftruncate64(int fd, off_t size) { REAL(int, "ftruncate64", int, off_t); return cut(real, fd, size); }
