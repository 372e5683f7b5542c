#include "launcher.h"
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/** As whom Node starts it: its control is on the descriptor that the second word names. */
static const char keeper_name[] = "juggler keeper";

int main(int argc, char **argv) {
  struct start start = save_start(argc, argv);
  if (argc == 2 && strcmp(argv[0], keeper_name) == 0) {
    int control = atoi(argv[1]);
    fcntl(control, F_SETFD, FD_CLOEXEC);
    return keep(&start, control, getppid(), false);
  }
  return front(&start);
}
