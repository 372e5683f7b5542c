/** What `juggler` exits with; `docs/cli.md` promises these. */
export const exitCodes = {
  done: 0,
  /** The work failed: a run failed, results differ, a file could not be read or written. */
  failed: 1,
  /** The call was wrong: nothing was run. */
  wrongCall: 2,
  /** The terminal was closed. 128 + the signal's number, as shells have it. */
  hungUp: 129,
  /** Stopped with Ctrl-C; what was recorded is kept. */
  interrupted: 130,
  /** Stopped with SIGTERM. */
  terminated: 143,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
