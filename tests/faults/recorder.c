/* Records every file operation of a process below one folder, in order, with its bytes.
 *
 * LD_PRELOAD=recorder.so RECORD_FOLDER=/data RECORD_LOG=/log program
 * One line of record: op (1 byte), inode (8), offset or size (8), length (4), bytes.
 *   O created  name       T truncated to offset     W written at offset, bytes
 *   S synced (file or folder; the name of a folder is given)
 *   U unlinked name       R renamed "old\0new"
 * Names are relative to the folder. The shared-memory file of the write-ahead log is never recorded:
 * SQLite rebuilds it and promises nothing about it.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int log_fd = -1;
static char folder[PATH_MAX];
static size_t folder_length;

#define REAL(type, name, ...) \
    static type (*real)(__VA_ARGS__) = NULL; \
    if (!real) real = (type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

static ssize_t raw_write(int fd, const void *bytes, size_t length) {
    REAL(ssize_t, "write", int, const void *, size_t);
    return real(fd, bytes, length);
}

__attribute__((constructor)) static void begin(void) {
    const char *where = getenv("RECORD_FOLDER"), *log = getenv("RECORD_LOG");
    REAL(int, "open", const char *, int, ...);
    if (!where || !log || !realpath(where, folder)) return;
    folder_length = strlen(folder);
    log_fd = real(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static const char *below(const char *path) {
    if (log_fd < 0 || !path || strncmp(path, folder, folder_length)) return NULL;
    if (path[folder_length] == 0) return "";
    if (path[folder_length] != '/') return NULL;
    size_t n = strlen(path);
    if (n > 4 && !strcmp(path + n - 4, "-shm")) return NULL;
    return path + folder_length + 1;
}

static const char *name_of(int fd, char *room) {
    char link[64];
    if (log_fd < 0 || fd == log_fd) return NULL;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, room, PATH_MAX - 1);
    if (n <= 0) return NULL;
    room[n] = 0;
    return below(room);
}

static uint64_t inode_of(int fd) {
    struct stat told;
    return fstat(fd, &told) ? 0 : (uint64_t)told.st_ino;
}

static void tell(char op, uint64_t inode, int64_t offset, const void *bytes, uint32_t length) {
    char head[21];
    head[0] = op;
    memcpy(head + 1, &inode, 8);
    memcpy(head + 9, &offset, 8);
    memcpy(head + 17, &length, 4);
    raw_write(log_fd, head, sizeof head);
    if (length) raw_write(log_fd, bytes, length);
}

static int opened(int (*real)(const char *, int, ...), const char *path, int flags, mode_t mode) {
    const char *name = below(path);
    if (!name) return real(path, flags, mode);
    pthread_mutex_lock(&lock);
    int fresh = (flags & O_CREAT) && access(path, F_OK) != 0;
    int fd = real(path, flags, mode);
    if (fd >= 0 && fresh) tell('O', inode_of(fd), 0, name, (uint32_t)strlen(name));
    if (fd >= 0 && !fresh && (flags & O_TRUNC)) tell('T', inode_of(fd), 0, NULL, 0);
    pthread_mutex_unlock(&lock);
    return fd;
}

#define MODE \
    mode_t mode = 0; \
    if (flags & O_CREAT) { va_list more; va_start(more, flags); mode = va_arg(more, mode_t); va_end(more); }

int open(const char *path, int flags, ...) {
    MODE REAL(int, "open", const char *, int, ...);
    return opened(real, path, flags, mode);
}
int open64(const char *path, int flags, ...) {
    MODE REAL(int, "open64", const char *, int, ...);
    return opened(real, path, flags, mode);
}

static void wrote(int fd, const void *bytes, ssize_t done, off_t offset) {
    char room[PATH_MAX];
    if (done > 0 && name_of(fd, room)) tell('W', inode_of(fd), offset, bytes, (uint32_t)done);
}
ssize_t pwrite(int fd, const void *bytes, size_t n, off_t offset) {
    REAL(ssize_t, "pwrite", int, const void *, size_t, off_t);
    pthread_mutex_lock(&lock);
    ssize_t done = real(fd, bytes, n, offset);
    wrote(fd, bytes, done, offset);
    pthread_mutex_unlock(&lock);
    return done;
}
ssize_t pwrite64(int fd, const void *bytes, size_t n, off_t offset) {
    REAL(ssize_t, "pwrite64", int, const void *, size_t, off_t);
    pthread_mutex_lock(&lock);
    ssize_t done = real(fd, bytes, n, offset);
    wrote(fd, bytes, done, offset);
    pthread_mutex_unlock(&lock);
    return done;
}
ssize_t write(int fd, const void *bytes, size_t n) {
    if (log_fd < 0 || fd == log_fd) return raw_write(fd, bytes, n);
    pthread_mutex_lock(&lock);
    off_t offset = lseek(fd, 0, SEEK_CUR);
    ssize_t done = raw_write(fd, bytes, n);
    if (offset >= 0) wrote(fd, bytes, done, offset);
    pthread_mutex_unlock(&lock);
    return done;
}

static int synced(int (*real)(int), int fd) {
    char room[PATH_MAX];
    pthread_mutex_lock(&lock);
    int done = real(fd);
    const char *name = name_of(fd, room);
    if (!done && name) {
        struct stat told;
        int is_folder = !fstat(fd, &told) && S_ISDIR(told.st_mode);
        tell('S', inode_of(fd), is_folder, name, (uint32_t)strlen(name));
    }
    pthread_mutex_unlock(&lock);
    return done;
}
int fsync(int fd) { REAL(int, "fsync", int); return synced(real, fd); }
int fdatasync(int fd) { REAL(int, "fdatasync", int); return synced(real, fd); }

static int cut(int (*real)(int, off_t), int fd, off_t size) {
    char room[PATH_MAX];
    pthread_mutex_lock(&lock);
    int done = real(fd, size);
    if (!done && name_of(fd, room)) tell('T', inode_of(fd), size, NULL, 0);
    pthread_mutex_unlock(&lock);
    return done;
}
int ftruncate(int fd, off_t size) { REAL(int, "ftruncate", int, off_t); return cut(real, fd, size); }
int ftruncate64(int fd, off_t size) { REAL(int, "ftruncate64", int, off_t); return cut(real, fd, size); }

int unlink(const char *path) {
    REAL(int, "unlink", const char *);
    const char *name = below(path);
    pthread_mutex_lock(&lock);
    int done = real(path);
    if (!done && name) tell('U', 0, 0, name, (uint32_t)strlen(name));
    pthread_mutex_unlock(&lock);
    return done;
}
int rename(const char *old, const char *new) {
    REAL(int, "rename", const char *, const char *);
    const char *from = below(old), *to = below(new);
    pthread_mutex_lock(&lock);
    int done = real(old, new);
    if (!done && from && to) {
        char both[2 * PATH_MAX];
        size_t a = strlen(from) + 1, b = strlen(to);
        memcpy(both, from, a);
        memcpy(both + a, to, b);
        tell('R', 0, 0, both, (uint32_t)(a + b));
    }
    pthread_mutex_unlock(&lock);
    return done;
}
