/** Beside those that ask to end. */
const others = ['SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGALRM', 'SIGCONT'] as const satisfies readonly NodeJS.Signals[];

/**
 * Hands every such signal of this process on to the recorded program, instead of ending by it.
 *
 * @param hasLauncher the program was started by the native launcher
 */
export function passOnOthers(
  passOn: (signal: NodeJS.Signals) => void,
  hasLauncher: boolean,
): { readonly stop: () => void } {
  for (const signal of others) process.on(signal, passOn);
  // The native launcher stops this process when the program has stopped: an editor restores the terminal before.
  if (hasLauncher) process.on('SIGTSTP', ignore);
  return {
    stop: () => {
      for (const signal of others) process.off(signal, passOn);
      process.off('SIGTSTP', ignore);
    },
  };
}

const ignore = (): void => {};

/** Whoever sends the same signal for the third time within this means Juggler, and not only the program. */
const insistenceMs = 10_000;

/** @returns whether the signal has come for the third time in a short while */
export function insists(now: () => number): (signal: string) => boolean {
  const times = new Map<string, number[]>();
  return (signal) => {
    const recent = [...(times.get(signal) ?? []), now()].filter((at) => at > now() - insistenceMs);
    times.set(signal, recent);
    return recent.length >= 3;
  };
}
