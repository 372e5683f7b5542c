/*
 * ping-pongs RATE SECONDS: two pairs of processes hand a byte to and fro, each pair on a core of its own, together RATE
 * switches a second. Prints how many it came to.
 */
#define _GNU_SOURCE
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { pairs = 2, turnsBetweenLooks = 100 };

static double now(void) {
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  return at.tv_sec + at.tv_nsec / 1e9;
}

static void hand(int from, int to) {
  char byte;
  while (read(from, &byte, 1) == 1 && write(to, &byte, 1) == 1) {
  }
  _exit(0);
}

static long play(double rate, double seconds) {
  int there[2], back[2];
  if (pipe(there) != 0 || pipe(back) != 0) _exit(1);
  if (fork() == 0) {
    // Else its own end keeps the pipe open, and it never ends.
    close(there[1]);
    hand(there[0], back[1]);
  }
  close(there[0]);
  const double begun = now();
  long turns = 0;
  char byte = 'x';
  for (double passed = 0; passed < seconds; passed = now() - begun) {
    for (int turn = 0; turn < turnsBetweenLooks; turn++, turns++) {
      if (write(there[1], &byte, 1) != 1 || read(back[0], &byte, 1) != 1) _exit(1);
    }
    const double ahead = 2 * turns / rate - (now() - begun);
    if (ahead > 0) usleep(ahead * 1e6);
  }
  close(there[1]);
  wait(NULL);
  return 2 * turns;
}

int main(int count, char **words) {
  if (count != 3) return 2;
  const double rate = atof(words[1]), seconds = atof(words[2]);
  int told[2];
  if (pipe(told) != 0) return 1;
  for (int pair = 0; pair < pairs; pair++) {
    if (fork() != 0) continue;
    cpu_set_t core;
    CPU_ZERO(&core);
    CPU_SET(pair % sysconf(_SC_NPROCESSORS_ONLN), &core);
    sched_setaffinity(0, sizeof core, &core);
    const long switches = play(rate / pairs, seconds);
    return write(told[1], &switches, sizeof switches) == sizeof switches ? 0 : 1;
  }
  long all = 0, switches;
  for (int pair = 0; pair < pairs; pair++) {
    if (read(told[0], &switches, sizeof switches) != sizeof switches) return 1;
    all += switches;
  }
  while (wait(NULL) > 0) {
  }
  printf("%ld\n", all);
  return 0;
}
