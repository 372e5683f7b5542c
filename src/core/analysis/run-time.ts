import { isCommandMode, modeTraits, type Mode, type RunManifest } from '../trace/run';

/** Time of a finished run that speed-ups are made of, in ms; null for a run that did not finish its work. */
export function runTimeMs(run: RunManifest, includeStartup: boolean): number | null {
  if (run.status !== 'done' || run.outcome === undefined) return null;
  return run.outcome.workMs + (includeStartup ? run.outcome.startupMs : 0);
}

/** Tasks that could be computed at once: serial and async have one thread, whatever was asked for. */
export function workersOf(run: RunManifest): number {
  return isParallel(run.mode) ? run.workers : 1;
}

export function isParallel(mode: Mode): boolean {
  return !isCommandMode(mode) && modeTraits[mode].workers;
}

/** Whether one thread has several items in flight there. */
export function hasInFlight(mode: Mode): boolean {
  return !isCommandMode(mode) && modeTraits[mode].inFlight;
}
