import { formatShare } from '../../base/format-share';
import { formatSpeedup } from '../../base/format-speedup';
import { findTracks } from '../../trace/find-tracks';
import { besideMode, kindOfMode } from '../../trace/interpreter-modes';
import type { Machine } from '../../trace/machine';
import type { Recording } from '../../trace/recording';
import { trackNames } from '../../trace/track';
import { defineFinding, type Finding, type FinishedRun } from './finding';
import { gain } from './gain';
import { waitedForGil } from './gil';
import { wasDisturbed } from './others-used';

/** Threads that take longer than serial by more than noise. */
const slower = 0.95;
/** Of the tasks' own time: less on a core means that they waited inside. */
const lowShare = 0.7;
/** CPU time against serial's: more means that waiting itself (spinning, waking up) costs. */
const wasted = 1.5;

export const contention = defineFinding({
  id: 'contention',
  about:
    'Threads are slower than serial, and their tasks waited for each other or burned CPU time doing so ' +
    '(no other program kept them from the cores).',
  find: ({ machine, runs }) =>
    [...runs].flatMap(([mode, run]) =>
      kindOfMode(mode) === 'threads' ? inEachOthersWay(run, runs.get(besideMode(mode, 'serial')), machine) : [],
    ),
});

function inEachOthersWay(
  threads: FinishedRun,
  serial: FinishedRun | undefined,
  machine: Machine,
): Omit<Finding, 'id'>[] {
  if (serial === undefined || threads.result.workers < 2) return [];
  // What they contend for is told by a finding of its own.
  if (wasDisturbed(threads, machine) || waitedForGil(threads)) return [];
  const gained = gain(serial, threads);
  if (!(gained < slower)) return [];
  const share = onCpuShare(threads.recording);
  const more = ratio(threads.numbers.cpuMs, serial.numbers.cpuMs);
  const waits = share !== null && share < lowShare;
  const burns = more !== null && more >= wasted;
  if (!waits && !burns) return [];
  const why = waits
    ? `their tasks were on a core only ${formatShare(share, 0)} of the time they took`
    : `the same work cost ${formatSpeedup(more!)} the CPU time`;
  return [
    {
      title: 'Threads are in each other’s way',
      detail: `Threads took ${formatSpeedup(1 / gained)} as long as serial: ${why}. They contend for something they share; give each its own part and join the parts at the end.`,
      weight: 'hint',
      evidence: { run: threads.result.drawn.id, mode: threads.result.mode, range: threads.work, lane: null },
    },
  ];
}

function ratio(a: number | null, b: number | null): number | null {
  return a === null || b === null || b <= 0 ? null : a / b;
}

/** Share of the tasks' own time (the call of `run`) spent on a core; null where it was not measured. */
function onCpuShare(recording: Recording): number | null {
  let length = 0;
  let onCpu = 0;
  for (const { columns } of findTracks(recording, 'slices', trackNames.tasks)) {
    const { start, runEnd, head } = columns;
    for (let row = 0; row < start.length; row++) {
      if (Number.isNaN(head[row]!)) continue;
      length += runEnd[row]! - start[row]!;
      onCpu += (runEnd[row]! - start[row]!) * head[row]!;
    }
  }
  return length > 0 ? onCpu / length : null;
}
