import { countOf } from '../../base/format-count';
import { formatDuration } from '../../base/format-duration';
import { findTracks } from '../../trace/find-tracks';
import type { LaneId } from '../../trace/lane';
import type { TimeRange } from '../../trace/time-range';
import { isCommandMode } from '../../trace/run';
import { trackNames } from '../../trace/track';
import { blockingFunction, type BlockingFunction } from '../blocking-function';
import { defineFinding, type FinishedRun } from './finding';

/** Delays above 50 ms are felt: with them nothing can answer within 100 ms (RAIL model, web.dev/articles/rail). */
const feltMs = 50;
/** Of a blocked time. Where less was looked at, another function may have taken more of it. */
const looksEnough = 0.1;
/** How agents name it; behind a colon what blocked, where they know. */
const nobody = 'event loop blocked';

export const programBlocked = defineFinding({
  id: 'program-blocked',
  about: 'The event loop of a recorded program stood still for more than 50 ms.',
  find: ({ runs }) =>
    [...runs.values()].flatMap((run) => {
      if (!isCommandMode(run.result.mode)) return [];
      const worst = longestBlock(run);
      if (worst === null) return [];
      const { range, lane, count, name } = worst;
      const told = name.startsWith(`${nobody}: `) ? name.slice(nobody.length + 2) : null;
      const seen = blockingFunction(run.recording, lane, range);
      const found = told === null || (seen?.share ?? 0) >= looksEnough ? seen : null;
      const by = found === null ? told : `${found.name}()`;
      const often = count > 1 ? ` It was for more than ${feltMs} ms ${countOf(count, 'time')}.` : '';
      const advice =
        by === null
          ? 'Record it with CPU samples to see which function ran.'
          : 'Do such work in pieces, or hand it to a thread or a process.';
      return [
        {
          title: `The event loop was blocked for ${formatDuration((range.end - range.start) / 1e6)}${by === null ? '' : ` by ${by}`}`,
          detail: `Nothing else on it could go on meanwhile.${found === null ? '' : whereabouts(found, told)}${often} ${advice}`,
          weight: 'hint' as const,
          evidence: { run: run.result.drawn.id, mode: run.result.mode, range, lane },
        },
      ];
    }),
});

function longestBlock({ recording, work }: FinishedRun) {
  let longest: { readonly range: TimeRange; readonly lane: LaneId; readonly name: string } | null = null;
  let count = 0;
  for (const { columns, lane } of findTracks(recording, 'slices', trackNames.blocked)) {
    const { start, end, id } = columns;
    for (let row = 0; row < start.length; row++) {
      const length = end[row]! - start[row]!;
      if (length < feltMs * 1e6 || start[row]! >= work.end || end[row]! <= work.start) continue;
      count++;
      if (longest !== null && length <= longest.range.end - longest.range.start) continue;
      const range = { start: start[row]!, end: end[row]! };
      longest = { range, lane, name: recording.strings[id[row]!] ?? '' };
    }
  }
  return longest === null ? null : { ...longest, count };
}

/** @param step the task or callback, where the agent names it */
function whereabouts({ name, place, within }: BlockingFunction, step: string | null): string {
  const where = place === '' ? '' : ` ${name}() begins at ${place}.`;
  const called = within === null ? '' : ` Most of the time it was in ${within}().`;
  return `${where}${called}${step === null || step === name ? '' : ` It was a step of ${step}.`}`;
}
