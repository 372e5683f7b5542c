import { kindOfMode } from '../trace/interpreter-modes';
import { modeTraits, type Mode, type ModeTraits, type RunManifest } from '../trace/run';

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
  return traitsOf(mode)?.workers ?? false;
}

/** Whether one thread has several items in flight there. */
export function hasInFlight(mode: Mode): boolean {
  return traitsOf(mode)?.inFlight ?? false;
}

/** Null of a command. */
export function traitsOf(mode: Mode): ModeTraits | null {
  const kind = kindOfMode(mode);
  return kind === null ? null : modeTraits[kind];
}
