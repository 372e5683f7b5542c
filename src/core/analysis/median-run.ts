import type { RunManifest } from '../trace/run';
import { runTimeMs } from './run-time';

/**
 * Which of the repeats of one mode is drawn: the one with the median time (of an even number the faster of the
 * middle two, as it must be a run that really was). Without a finished one: the one that goes on, else the last.
 */
export function medianRun<R extends RunManifest>(repeats: readonly R[], includeStartup = false): R | null {
  const finished = repeats
    .map((run) => ({ run, time: runTimeMs(run, includeStartup) }))
    .filter((entry): entry is { run: R; time: number } => entry.time !== null)
    .sort((a, b) => a.time - b.time);
  const median = finished[Math.ceil(finished.length / 2) - 1];
  if (median !== undefined) return median.run;
  return repeats.find((run) => run.status === 'recording') ?? repeats.at(-1) ?? null;
}
