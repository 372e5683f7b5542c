/*
 * The launcher stands in front of Node, since Node resets signals, limits and descriptors before a line of ours runs.
 *
 *   juggler record -- COMMAND
 *     │ fork ──> keeper: has the state that juggler was started with; fork ──> gated process ── exec ──> COMMAND
 *     └ exec ──> Node, out/cli/index.js
 *
 * Node is an ancestor of the program (Yama lets only ancestors see why a thread waits), the keeper is its parent and reads
 * its raw wait status. Both watch each other over a socket: whichever dies, the other one ends the recorded tree.
 */
#pragma once
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/** What the process was started with and the launcher changes for itself. Everything else is never touched. */
struct start {
  int argc;
  char **argv;
  uint64_t mask;
  /** SIGCHLD was ignored: the keeper has to wait for its child nevertheless. */
  bool ignores_sigchld;
};

/** Frames on the socket: u32 length of the payload, u8 type, payload. */
enum to_keeper {
  msg_prepare = 'P',
  msg_release = 'R',
  msg_signal = 'S',
  msg_mark = 'M',
  msg_tracked = 'T',
  msg_quit = 'Q',
};
enum from_keeper {
  msg_hello = 'h',
  msg_prepared = 'p',
  msg_refused = 'e',
  msg_began = 'b',
  msg_not_begun = 'f',
  /** i32 status of wait(2); i64 CPU time of the program and all that it and they waited for, microseconds. */
  msg_exit = 'x',
  /** A signal was handed on, since it was for the recorder alone and not for the whole process group. */
  msg_passed_on = 's',
};
/** msg_prepare: u8 flags, u32 limit of open files that the program gets (0: the keeper's own), descriptors to keep. */
enum {
  flag_result = 1,
  flag_own_session = 2,
  flag_last = 4,
  flag_keep_list = 8,
};
/** In the code of msg_began: the agents' variables did not fit. */
#define began_without_agents 1

struct bytes {
  uint8_t *at;
  size_t length;
};

/* start.c */
struct start save_start(int argc, char **argv);
void restore_start(const struct start *start);

/* descriptors.c */
int above_standard(int fd);
void close_all_but(const int *kept, int count);
void point_at_nothing(int fd, int flags);

/* own-output.c */
void give_own_output(int fd);

/* frames.c */
bool read_exactly(int fd, void *to, size_t length);
bool write_exactly(int fd, const void *from, size_t length);
bool send_frame(int fd, uint8_t type, const void *payload, size_t length);
bool read_frame(int fd, uint8_t *type, struct bytes *payload);
bool take_u32(struct bytes *from, uint32_t *value);
bool take_text(struct bytes *from, char **text);

/* target.c */
struct target {
  pid_t pid;
  /** What it is to become is written here. */
  int gate;
  /** Says why exec failed; closed by a successful one. */
  int status;
};
bool fork_target(const struct start *start, uint8_t flags, uint32_t open_files, struct target *target);

/* keeper.c */
int keep(const struct start *start, int control, pid_t recorder, bool says_hello);

/* end-tree.c */
void set_mark(struct bytes mark);
void track(const uint8_t *pids, size_t count);
void end_tree(pid_t root);

/* front.c */
int front(const struct start *start);
