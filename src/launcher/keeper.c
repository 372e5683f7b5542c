/* Keeps the state that Juggler was started with, starts programs from it, and waits for them. */
#include "launcher.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/** A signal that the keeper got this long before it is asked to pass it on went to the whole group: the program has it. */
#define group_signal_ms 1000
/** The kernel signals one process of a group after the other. */
#define pass_on_delay_ms 20
#define max_signal 64

struct keeper {
  const struct start *start;
  int control;
  int signals;
  pid_t recorder;
  struct target target;
  bool alive;
  bool exec_seen;
  bool own_session;
  bool without_agents;
  bool stopped_recorder;
  /** ms of CLOCK_MONOTONIC, by number of the signal; 0: never. */
  int64_t received[max_signal + 1];
  int64_t pass_on_at[max_signal + 1];
};

static int64_t now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void say(struct keeper *keeper, uint8_t type, int32_t value) {
  send_frame(keeper->control, type, &value, sizeof value);
}

/** Node may not be the one who holds a pipe open that the program waits to be closed; neither may the keeper. */
static void drop_inherited(struct keeper *keeper) {
  int kept[] = {0, 1, 2, keeper->control, keeper->signals, keeper->target.gate, keeper->target.status};
  point_at_nothing(0, O_RDONLY);
  point_at_nothing(1, O_WRONLY);
  point_at_nothing(2, O_WRONLY);
  close_all_but(kept, sizeof kept / sizeof *kept);
}

static void keep_only(struct keeper *keeper, struct bytes list) {
  int kept[1024] = {keeper->control, keeper->signals};
  int count = 2;
  for (uint32_t fd; count < 1024 && take_u32(&list, &fd);) kept[count++] = (int)fd;
  close_all_but(kept, count);
}

static void prepare(struct keeper *keeper, struct bytes payload) {
  if (payload.length < 5 || keeper->alive) return say(keeper, msg_refused, EINVAL);
  uint8_t flags = payload.at[0];
  uint32_t open_files;
  struct bytes rest = {payload.at + 1, payload.length - 1};
  take_u32(&rest, &open_files);
  if (flags & flag_keep_list) keep_only(keeper, rest);
  keeper->own_session = (flags & flag_own_session) != 0;
  keeper->exec_seen = keeper->without_agents = false;
  if (!fork_target(keeper->start, flags, open_files, &keeper->target)) return say(keeper, msg_refused, errno);
  keeper->alive = true;
  if (flags & flag_last) drop_inherited(keeper);
  say(keeper, msg_prepared, keeper->target.pid);
}

static void release(struct keeper *keeper, struct bytes payload) {
  if (keeper->target.gate < 0) return;
  uint32_t length = (uint32_t)payload.length;
  // A target that is gone is told of by its end.
  if (write_exactly(keeper->target.gate, &length, sizeof length))
    write_exactly(keeper->target.gate, payload.at, payload.length);
  close(keeper->target.gate);
  keeper->target.gate = -1;
}

/** Whether exec succeeded: its end of the pipe is closed by it. */
static void read_status(struct keeper *keeper) {
  int error = 0;
  bool failed = read_exactly(keeper->target.status, &error, sizeof error);
  if (failed && error == -E2BIG) {
    keeper->without_agents = true;
    return;
  }
  close(keeper->target.status);
  keeper->target.status = -1;
  keeper->exec_seen = true;
  if (failed) say(keeper, msg_not_begun, error);
  else say(keeper, msg_began, keeper->without_agents ? began_without_agents : 0);
}

/** The shell sees the recorder alone: when the program stops or goes on, so does the recorder. */
static void mirror_stop(struct keeper *keeper, bool stopped) {
  if (keeper->own_session || keeper->stopped_recorder == stopped) return;
  keeper->stopped_recorder = stopped;
  kill(keeper->recorder, stopped ? SIGSTOP : SIGCONT);
}

static int64_t microseconds(struct timeval time) { return (int64_t)time.tv_sec * 1000000 + time.tv_usec; }

static void say_exit(struct keeper *keeper, int32_t status, const struct rusage *used) {
  int64_t cpu = microseconds(used->ru_utime) + microseconds(used->ru_stime);
  uint8_t payload[sizeof status + sizeof cpu];
  memcpy(payload, &status, sizeof status);
  memcpy(payload + sizeof status, &cpu, sizeof cpu);
  send_frame(keeper->control, msg_exit, payload, sizeof payload);
}

static void wait_for_target(struct keeper *keeper) {
  int status;
  struct rusage used;
  while (keeper->alive &&
         wait4(keeper->target.pid, &status, WNOHANG | WUNTRACED | WCONTINUED, &used) == keeper->target.pid) {
    if (WIFSTOPPED(status) || WIFCONTINUED(status)) {
      mirror_stop(keeper, WIFSTOPPED(status));
      continue;
    }
    while (!keeper->exec_seen) read_status(keeper);
    mirror_stop(keeper, false);
    keeper->alive = false;
    if (keeper->target.gate >= 0) close(keeper->target.gate);
    keeper->target.gate = -1;
    say_exit(keeper, status, &used);
  }
}

static void take_signal(struct keeper *keeper) {
  struct signalfd_siginfo got;
  if (read(keeper->signals, &got, sizeof got) != sizeof got) return;
  if (got.ssi_signo == SIGCHLD) wait_for_target(keeper);
  // Whoever continues the whole group continues the program, too.
  if (got.ssi_signo == SIGCONT) keeper->stopped_recorder = false;
  if (got.ssi_signo <= max_signal) keeper->received[got.ssi_signo] = now_ms();
}

/** @returns ms until the next one is due; -1: none is */
static int pass_on_signals(struct keeper *keeper) {
  int64_t now = now_ms(), next = -1;
  for (int signo = 1; signo <= max_signal; signo++) {
    int64_t at = keeper->pass_on_at[signo];
    if (at == 0) continue;
    if (at > now) {
      if (next < 0 || at - now < next) next = at - now;
      continue;
    }
    keeper->pass_on_at[signo] = 0;
    bool was_for_group = keeper->received[signo] != 0 && now - keeper->received[signo] < group_signal_ms;
    keeper->received[signo] = 0;
    if (was_for_group || !keeper->alive) continue;
    kill(keeper->target.pid, signo);
    say(keeper, msg_passed_on, signo);
  }
  return (int)next;
}

static void ask_to_pass_on(struct keeper *keeper, struct bytes payload) {
  uint32_t signo;
  if (!take_u32(&payload, &signo) || signo == 0 || signo > max_signal) return;
  if (signo == SIGKILL) {
    if (keeper->alive) kill(keeper->target.pid, SIGKILL);
  } else if (keeper->pass_on_at[signo] == 0) keeper->pass_on_at[signo] = now_ms() + pass_on_delay_ms;
}

/** @returns false: nothing more will come; the recorder is dead, or wants nothing any more */
static bool take_request(struct keeper *keeper, bool *in_order) {
  uint8_t type;
  struct bytes payload = {NULL, 0};
  if (!read_frame(keeper->control, &type, &payload)) return false;
  if (type == msg_prepare) prepare(keeper, payload);
  if (type == msg_release) release(keeper, payload);
  if (type == msg_signal) ask_to_pass_on(keeper, payload);
  if (type == msg_tracked) track(payload.at, payload.length / sizeof(uint32_t));
  if (type == msg_quit) *in_order = true;
  if (type == msg_mark) set_mark(payload);
  else free(payload.at);
  return type != msg_quit;
}

/** What Node can't know any more: arguments and environment byte for byte. */
static void say_hello(struct keeper *keeper) {
  extern char **environ;
  char **lists[] = {keeper->start->argv, environ};
  size_t size = 0;
  for (int list = 0; list < 2; list++)
    for (char **text = lists[list]; *text != NULL; text++) size += strlen(*text) + 1;
  char *block = malloc(size + 4), *at = block + 4;
  if (block == NULL) return;
  uint32_t count = (uint32_t)keeper->start->argc;
  memcpy(block, &count, 4);
  for (int list = 0; list < 2; list++)
    for (char **text = lists[list]; *text != NULL; text++) at = stpcpy(at, *text) + 1;
  send_frame(keeper->control, msg_hello, block, size + 4);
  free(block);
}

int keep(const struct start *start, int control, pid_t recorder, bool says_hello) {
  sigset_t all;
  sigfillset(&all);
  struct keeper keeper = {.start = start, .control = control, .recorder = recorder, .target = {0, -1, -1}};
  keeper.signals = above_standard(signalfd(-1, &all, SFD_CLOEXEC));
  signal(SIGCHLD, SIG_DFL);
  prctl(PR_SET_NAME, "juggler keeper");
  if (says_hello) say_hello(&keeper);
  bool in_order = false;
  for (bool goes_on = true; goes_on;) {
    struct pollfd files[] = {{control, POLLIN, 0}, {keeper.signals, POLLIN, 0}, {keeper.target.status, POLLIN, 0}};
    poll(files, 3, pass_on_signals(&keeper));
    if (files[2].revents != 0 && !keeper.exec_seen) read_status(&keeper);
    if (files[1].revents != 0) take_signal(&keeper);
    if (files[0].revents != 0) goes_on = take_request(&keeper, &in_order);
  }
  if (!in_order) end_tree(keeper.alive ? keeper.target.pid : 0);
  return 0;
}
