/*
 * Node makes its outputs non-blocking where they are pipes or sockets. That is a flag of what was opened, not of the
 * descriptor: the recorded program, which has the same stderr, would find its writes refused (EAGAIN).
 */
#include "launcher.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/** Copies what Node writes until it has ended. */
static void pump(int from, int to) {
  static char block[65536];
  int kept[] = {from, to};
  close_all_but(kept, 2);
  for (;;) {
    ssize_t count = read(from, block, sizeof block);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0 || !write_exactly(to, block, (size_t)count)) _exit(0);
  }
}

static void put_in_place(int file, int fd) {
  dup2(file, fd);
  close(file);
}

/** Opens what `fd` is a second time, or puts a pipe between. To be called while all signals are blocked. */
void give_own_output(int fd) {
  struct stat stat;
  if (fstat(fd, &stat) != 0 || !(S_ISFIFO(stat.st_mode) || S_ISSOCK(stat.st_mode))) return;
  char path[64];
  snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  // Without O_NONBLOCK a pipe that nobody reads would never open.
  int again = S_ISFIFO(stat.st_mode) ? open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC) : -1;
  if (again >= 0) return put_in_place(above_standard(again), fd);
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return;
  for (int end = 0; end < 2; end++) ends[end] = above_standard(ends[end]);
  if (fork() == 0) pump(ends[0], fd);
  close(ends[0]);
  put_in_place(ends[1], fd);
}
