import { closeSync, openSync } from 'node:fs';
import { Keeper } from './keeper';
import { ownStart } from './own-start';

let keeper: Keeper | null = null;

/** Starts programs from the state that this process was started with. @param launcher the native launcher */
export async function ownKeeper(launcher: string): Promise<Keeper> {
  const { keeper: inherited, descriptors } = ownStart();
  keeper ??=
    inherited === null
      ? await Keeper.spawned(launcher, ['inherit', 'inherit', 'inherit'], descriptors)
      : Keeper.inherited(inherited);
  return keeper;
}

/** All programs of this process were started: what runs is left alone. */
export function closeOwnKeeper(): void {
  keeper?.close();
}

/** The last program has what it inherits. While this process holds a pipe open, too, nobody reads its end. */
export function dropInherited(usesStdout: boolean): void {
  const { keeper: inherited, descriptors } = ownStart();
  // Before Node, the native launcher has done it.
  if (inherited !== null) return;
  for (const fd of descriptors) closeSync(fd);
  pointAtNothing(0, 'r');
  if (!usesStdout) pointAtNothing(1, 'w');
}

/** The lowest number that is free is given out first. */
function pointAtNothing(fd: number, flags: 'r' | 'w'): void {
  try {
    closeSync(fd);
    openSync('/dev/null', flags);
  } catch {
    // It was closed.
  }
}
