#include "launcher.h"
#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/** Moves a descriptor of ours out of the way of 0 to 2, which may have been closed on purpose. Close-on-exec. */
int above_standard(int fd) {
  if (fd < 0 || fd > 2) return fd;
  int moved = fcntl(fd, F_DUPFD_CLOEXEC, 3);
  close(fd);
  return moved;
}

static bool is_kept(int fd, const int *kept, int count) {
  for (int index = 0; index < count; index++)
    if (kept[index] == fd) return true;
  return false;
}

/** Without /proc every number up to the limit is tried. */
void close_all_but(const int *kept, int count) {
  DIR *folder = opendir("/proc/self/fd");
  if (folder == NULL) {
    struct rlimit limit = {.rlim_cur = 1024};
    getrlimit(RLIMIT_NOFILE, &limit);
    int last = limit.rlim_cur > 65536 ? 65536 : (int)limit.rlim_cur;
    for (int fd = 0; fd < last; fd++)
      if (!is_kept(fd, kept, count)) close(fd);
    return;
  }
  for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
    int fd = atoi(entry->d_name);
    if (entry->d_name[0] == '.' || fd == dirfd(folder) || is_kept(fd, kept, count)) continue;
    close(fd);
  }
  closedir(folder);
}

/** Opens /dev/null in its place, where it was open. */
void point_at_nothing(int fd, int flags) {
  if (fcntl(fd, F_GETFD) < 0) return;
  int nothing = open("/dev/null", flags | O_CLOEXEC);
  if (nothing < 0) return;
  dup2(nothing, fd);
  if (nothing != fd) close(nothing);
}
