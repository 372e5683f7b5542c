/* Ends everything of a run whose recorder has died. */
#include "launcher.h"
#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define terminated_ms 2000
#define killed_ms 3000
#define poll_ms 20
#define max_members 8192
#define max_processes 65536

/** With its start time a number is one process for ever: numbers are used again. */
struct process {
  pid_t pid;
  pid_t parent;
  unsigned long long started;
  bool told;
};

static struct bytes run_mark;
static struct process members[max_members];
static size_t member_count;

void set_mark(struct bytes mark) {
  free(run_mark.at);
  run_mark = mark;
}

/** @returns false: there is no such process, or it has ended and waits to be reaped */
static bool look_at(pid_t pid, struct process *process) {
  char path[64], line[1024];
  snprintf(path, sizeof path, "/proc/%d/stat", pid);
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  ssize_t length = read(file, line, sizeof line - 1);
  close(file);
  if (length <= 0) return false;
  line[length] = 0;
  // The name is in parentheses, and may have some of its own.
  char *rest = strrchr(line, ')'), state;
  *process = (struct process){.pid = pid};
  if (rest == NULL) return false;
  int fields = sscanf(rest + 1, " %c %d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d %*d %llu", &state,
                      &process->parent, &process->started);
  return fields == 3 && state != 'Z' && state != 'X';
}

static struct process *member(pid_t pid) {
  for (size_t index = 0; index < member_count; index++)
    if (members[index].pid == pid) return &members[index];
  return NULL;
}

/** @returns whether it is new */
static bool add(struct process process) {
  if (process.pid == getpid() || process.pid <= 1) return false;
  struct process *known = member(process.pid);
  if (known != NULL && known->started == process.started) return false;
  if (known != NULL) *known = process;
  else if (member_count < max_members) members[member_count++] = process;
  else return false;
  return true;
}

/** Processes of the run that the recorder knows: all that are alive. */
void track(const uint8_t *pids, size_t count) {
  size_t kept = 0;
  for (size_t index = 0; index < member_count; index++) {
    for (size_t at = 0; at < count; at++) {
      int32_t pid;
      memcpy(&pid, pids + at * 4, 4);
      if (members[index].pid != pid) continue;
      members[kept++] = members[index];
      break;
    }
  }
  member_count = kept;
  for (size_t at = 0; at < count; at++) {
    int32_t pid;
    struct process process;
    memcpy(&pid, pids + at * 4, 4);
    if (member(pid) == NULL && look_at(pid, &process)) add(process);
  }
}

static bool has_mark(pid_t pid) {
  if (run_mark.length == 0) return false;
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/environ", pid);
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  static char block[1 << 20];
  ssize_t length = 0, count;
  while ((count = read(file, block + length, sizeof block - (size_t)length)) > 0) length += count;
  close(file);
  return memmem(block, (size_t)length, run_mark.at, run_mark.length) != NULL;
}

/** Takes in children of members, and whatever has the mark, until nothing new is found. */
static void find_members(void) {
  static struct process all[max_processes];
  size_t count = 0;
  DIR *folder = opendir("/proc");
  if (folder == NULL) return;
  for (struct dirent *entry; (entry = readdir(folder)) != NULL && count < max_processes;) {
    if (isdigit((unsigned char)entry->d_name[0]) && look_at(atoi(entry->d_name), &all[count])) count++;
  }
  closedir(folder);
  for (size_t index = 0; index < count; index++)
    if (all[index].pid != getppid() && has_mark(all[index].pid)) add(all[index]);
  for (bool found = true; found;) {
    found = false;
    for (size_t index = 0; index < count; index++) {
      struct process *parent = member(all[index].parent);
      if (parent != NULL && parent->started <= all[index].started && add(all[index])) found = true;
    }
  }
}

/** @returns how many are alive */
static size_t signal_members(int signo) {
  size_t alive = 0;
  for (size_t index = 0; index < member_count; index++) {
    struct process now;
    if (!look_at(members[index].pid, &now) || now.started != members[index].started) continue;
    alive++;
    if (signo != SIGKILL && members[index].told) continue;
    members[index].told = true;
    kill(members[index].pid, signo);
    // What is stopped hears nothing but KILL.
    if (signo == SIGTERM) kill(members[index].pid, SIGCONT);
  }
  return alive;
}

void end_tree(pid_t root) {
  struct process process;
  if (root != 0 && look_at(root, &process)) add(process);
  // Without /proc there is the program alone.
  else if (root != 0) kill(root, SIGKILL);
  static const struct { int signo, patience; } steps[] = {{SIGTERM, terminated_ms}, {SIGKILL, killed_ms}};
  for (int step = 0; step < 2; step++) {
    for (int waited = 0; waited < steps[step].patience; waited += poll_ms) {
      find_members();
      if (signal_members(steps[step].signo) == 0) return;
      nanosleep(&(struct timespec){.tv_nsec = poll_ms * 1000000L}, NULL);
      while (waitpid(-1, NULL, WNOHANG) > 0) continue;
    }
  }
}
