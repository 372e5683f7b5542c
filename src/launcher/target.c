/* The process that becomes the recorded program. */
#include "launcher.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

extern char **environ;

/** "NAME=value" in place of the first variable of that name, or behind all others. */
static void edit(char **environment, char *entry) {
  size_t name = (size_t)(strchr(entry, '=') - entry) + 1;
  while (*environment != NULL && strncmp(*environment, entry, name) != 0) environment++;
  if (*environment == NULL) environment[1] = NULL;
  *environment = entry;
}

static size_t count_of(char **list) {
  size_t count = 0;
  while (list[count] != NULL) count++;
  return count;
}

/** A list as it was sent, or `own`. @returns it with room for `spare` more; null: it makes no sense */
static char **take_list(struct bytes *from, char **own, size_t spare) {
  uint32_t is_sent, count;
  if (!take_u32(from, &is_sent) || !take_u32(from, &count)) return NULL;
  if (is_sent == 0) count = (uint32_t)count_of(own);
  char **list = calloc(count + spare + 1, sizeof *list);
  if (list == NULL) return NULL;
  for (uint32_t index = 0; index < count; index++) {
    if (is_sent == 0) list[index] = own[index];
    else if (!take_text(from, &list[index])) return NULL;
  }
  return list;
}

static void fail(int status, int error) {
  write_exactly(status, &error, sizeof error);
  _exit(127);
}

/** @param request what to become: arguments, environment, variables that the agents need */
static void become(const struct start *start, struct bytes request, int status) {
  uint32_t own_arguments, edits;
  if (!take_u32(&request, &own_arguments) || own_arguments > (uint32_t)start->argc) fail(status, EINVAL);
  if (!take_u32(&request, &edits)) fail(status, EINVAL);
  char **arguments = take_list(&request, start->argv + start->argc - own_arguments, 0);
  char **plain = take_list(&request, environ, 0);
  if (arguments == NULL || plain == NULL || arguments[0] == NULL) fail(status, EINVAL);
  char **edited = calloc(count_of(plain) + edits + 1, sizeof *edited);
  if (edited == NULL) fail(status, ENOMEM);
  memcpy(edited, plain, count_of(plain) * sizeof *edited);
  for (uint32_t index = 0; index < edits; index++) {
    char *entry;
    if (!take_text(&request, &entry) || strchr(entry, '=') == NULL) fail(status, EINVAL);
    edit(edited, entry);
  }
  const char *slash = strrchr(arguments[0], '/');
  prctl(PR_SET_NAME, slash == NULL ? arguments[0] : slash + 1);
  restore_start(start);
  // Where the program is looked for is in its own environment.
  environ = edited;
  execvp(arguments[0], arguments);
  int error = errno;
  if (error == E2BIG && edits > 0) {
    int without = -E2BIG;
    write_exactly(status, &without, sizeof without);
    environ = plain;
    execvp(arguments[0], arguments);
    error = errno;
  }
  fail(status, error);
}

/** Node raises the soft limit before a line of ours runs. */
static void limit_open_files(uint32_t most) {
  struct rlimit limit;
  if (most == 0 || getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = most < limit.rlim_max ? most : limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

static void wait_at_gate(const struct start *start, uint8_t flags, int gate, int status) {
  uint32_t length;
  if (flags & flag_own_session) setsid();
  // The result has stdout for itself: what the program prints goes to stderr.
  if (flags & flag_result) dup2(2, 1);
  if (!read_exactly(gate, &length, sizeof length)) _exit(127);
  struct bytes request = {.at = malloc(length), .length = length};
  if (request.at == NULL || !read_exactly(gate, request.at, length)) _exit(127);
  become(start, request, status);
}

bool fork_target(const struct start *start, uint8_t flags, uint32_t open_files, struct target *target) {
  int gate[2] = {-1, -1}, status[2] = {-1, -1};
  bool made = pipe2(gate, O_CLOEXEC) == 0 && pipe2(status, O_CLOEXEC) == 0;
  for (int end = 0; made && end < 2; end++) {
    gate[end] = above_standard(gate[end]);
    status[end] = above_standard(status[end]);
  }
  target->pid = made ? fork() : -1;
  if (target->pid == 0) {
    close(gate[1]);
    close(status[0]);
    limit_open_files(open_files);
    wait_at_gate(start, flags, gate[0], status[1]);
  }
  int error = errno;
  if (gate[0] >= 0) close(gate[0]);
  if (status[1] >= 0) close(status[1]);
  target->gate = gate[1];
  target->status = status[0];
  if (target->pid > 0) return true;
  if (gate[1] >= 0) close(gate[1]);
  if (status[0] >= 0) close(status[0]);
  errno = error;
  return false;
}
