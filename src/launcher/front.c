/* The command `juggler`: finds Node and the command line's script, and becomes them; `record` leaves a keeper behind. */
#include "launcher.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

extern char **environ;

/** Where Node finds its end of the socket. Node closes the first 16 descriptors in what it starts itself. */
#define node_control 3
/** Less than this, and Node does not start. */
#define min_address_space ((rlim_t)1 << 30)
#define small_stack ((rlim_t)8 << 20)

#ifndef NODE
#define NODE "node"
#endif

struct runtime {
  char program[PATH_MAX];
  char script[PATH_MAX + 64];
  bool is_electron;
};

/** Folder of this executable, links followed. */
static bool own_folder(char folder[PATH_MAX]) {
  const char *name = (const char *)getauxval(AT_EXECFN);
  ssize_t length = readlink("/proc/self/exe", folder, PATH_MAX - 1);
  if (length > 0) folder[length] = 0;
  else if (name == NULL || realpath(name, folder) == NULL) return false;
  char *slash = strrchr(folder, '/');
  if (slash == NULL) return false;
  *slash = 0;
  return true;
}

/** A checkout has cli/ beside the launcher; a package has bin/juggler beside its own Electron. */
static bool find_runtime(struct runtime *runtime) {
  char folder[PATH_MAX];
  if (!own_folder(folder)) return false;
  snprintf(runtime->script, sizeof runtime->script, "%s/cli/index.js", folder);
  runtime->is_electron = access(runtime->script, F_OK) != 0;
  if (!runtime->is_electron) {
    snprintf(runtime->program, sizeof runtime->program, "%s", access(NODE, X_OK) == 0 ? NODE : "node");
    return true;
  }
  char *slash = strrchr(folder, '/');
  if (slash == NULL) return false;
  *slash = 0;
  snprintf(runtime->script, sizeof runtime->script, "%s/resources/app.asar/out/cli/index.js", folder);
  if (snprintf(runtime->program, sizeof runtime->program, "%s/juggler", folder) >= PATH_MAX) return false;
  return access(runtime->program, X_OK) == 0;
}

static bool is_one_of(const char *word, const char *const *words) {
  for (; *words != NULL; words++)
    if (strcmp(word, *words) == 0) return true;
  return false;
}

/** @returns index of the word `record`; 0: another command */
static int record_at(const struct start *start) {
  for (int index = 1; index < start->argc; index++)
    if (start->argv[index][0] != '-') return strcmp(start->argv[index], "record") == 0 ? index : 0;
  return 0;
}

/** The result of `record` goes to stderr, unless something is asked for that goes to stdout. */
static bool writes_to_stdout(const struct start *start) {
  static const char *const words[] = {"--json", "--help", "-h", "--version", "-V", NULL};
  for (int index = 1; index < start->argc && strcmp(start->argv[index], "--") != 0; index++)
    if (is_one_of(start->argv[index], words)) return true;
  return false;
}

/** Limits are for the program, not for its recorder: as far as they may be raised, they are. */
static void raise_limits(void) {
  static const int resources[] = {RLIMIT_AS, RLIMIT_DATA, RLIMIT_CPU, RLIMIT_FSIZE, RLIMIT_NOFILE, RLIMIT_MEMLOCK};
  struct rlimit limit;
  for (size_t index = 0; index < sizeof resources / sizeof *resources; index++) {
    if (getrlimit(resources[index], &limit) != 0) continue;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(resources[index], &limit);
  }
  if (getrlimit(RLIMIT_STACK, &limit) != 0 || limit.rlim_cur >= small_stack) return;
  limit.rlim_cur = limit.rlim_max < small_stack ? limit.rlim_max : small_stack;
  setrlimit(RLIMIT_STACK, &limit);
}

static bool begins_with(const char *entry, const char *prefix) { return strncmp(entry, prefix, strlen(prefix)) == 0; }

/** Node 20 crashes where the name of the locale is no UTF-8. */
static bool is_odd_locale(const char *entry) {
  if (!begins_with(entry, "LANG") && !begins_with(entry, "LC_")) return false;
  size_t length = strlen(entry);
  for (size_t at = 0; at < length; at++)
    if ((entry[at] & 0x80) != 0) return true;
  return length > 200;
}

/** Node writes what is no UTF-8 with up to three bytes each: handed on, it would be longer than execve allows. */
#define max_variable 30000

/** What is for the recorded program only: options, coverage and libraries would change the recorder, or its clock. */
static bool is_for_program(const char *entry) {
  if (strlen(entry) > max_variable && !begins_with(entry, "PATH=")) return true;
  return begins_with(entry, "NODE_") || begins_with(entry, "LD_PRELOAD=") || is_odd_locale(entry);
}

static char **environment_of_node(const struct runtime *runtime, bool records) {
  size_t count = 0, kept = 0;
  while (environ[count] != NULL) count++;
  char **list = calloc(count + 3, sizeof *list);
  if (list == NULL) return environ;
  for (char **entry = environ; *entry != NULL; entry++) {
    if (begins_with(*entry, "JUGGLER_LAUNCHER=") || (records && is_for_program(*entry))) continue;
    if (runtime->is_electron && begins_with(*entry, "ELECTRON_RUN_AS_NODE=")) continue;
    list[kept++] = *entry;
  }
  if (records) list[kept++] = "JUGGLER_LAUNCHER=3";
  if (runtime->is_electron) list[kept++] = "ELECTRON_RUN_AS_NODE=1";
  return list;
}

static int refuse(const char *what, const char *name) {
  dprintf(2, "juggler: %s%s%s: %s.\n", what, name[0] == 0 ? "" : " ", name, strerror(errno));
  return errno == ENOENT ? 127 : 126;
}

/** Where Node can't live within the limits, the program runs all the same. */
static int run_unrecorded(const struct start *start, int record) {
  int at = record;
  while (at < start->argc && strcmp(start->argv[at], "--") != 0) at++;
  if (at + 1 >= start->argc) return refuse("the address space is limited (ulimit -v) to less than Node needs", "");
  dprintf(2, "juggler: The address space is limited (ulimit -v) to less than the recorder needs, so the program runs "
             "without being recorded.\n");
  restore_start(start);
  execvp(start->argv[at + 1], start->argv + at + 1);
  return refuse("could not start", start->argv[at + 1]);
}

static bool has_address_space(void) {
  struct rlimit limit;
  return getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_max >= min_address_space;
}

/** Node's end of the socket to a keeper; -1: there is none. */
static int leave_keeper(const struct start *start) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return -1;
  for (int end = 0; end < 2; end++) ends[end] = above_standard(ends[end]);
  pid_t recorder = getpid(), keeper = fork();
  if (keeper == 0) {
    close(ends[0]);
    _exit(keep(start, ends[1], recorder, true));
  }
  close(ends[1]);
  if (keeper > 0) return ends[0];
  close(ends[0]);
  return -1;
}

int front(const struct start *start) {
  struct runtime runtime;
  int record = record_at(start);
  if (!find_runtime(&runtime)) return refuse("Node or the command line’s script was not found beside", "the launcher");
  if (record > 0 && !has_address_space()) return run_unrecorded(start, record);
  int control = record > 0 ? leave_keeper(start) : -1;
  char **arguments = calloc((size_t)start->argc + 2, sizeof *arguments);
  if (arguments == NULL) return refuse("no memory", "");
  arguments[0] = runtime.program;
  arguments[1] = runtime.script;
  memcpy(arguments + 2, start->argv + 1, (size_t)start->argc * sizeof *arguments);
  char **environment = environment_of_node(&runtime, control >= 0);
  if (control >= 0) give_own_output(2);
  restore_start(start);
  if (control >= 0) {
    int kept[] = {0, 1, 2, node_control};
    point_at_nothing(0, O_RDONLY);
    if (!writes_to_stdout(start)) point_at_nothing(1, O_WRONLY);
    // dup2 to itself would leave it close-on-exec.
    if (control == node_control) fcntl(control, F_SETFD, 0);
    else dup2(control, node_control);
    close_all_but(kept, 4);
  }
  raise_limits();
  execvpe(runtime.program, arguments, environment);
  return refuse("could not start", runtime.program);
}
