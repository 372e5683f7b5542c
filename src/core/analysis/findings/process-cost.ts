import { formatBytes } from '../../base/format-bytes';
import { formatDuration } from '../../base/format-duration';
import { findTracks } from '../../trace/find-tracks';
import type { LaneId } from '../../trace/lane';
import type { TimeRange } from '../../trace/time-range';
import { trackNames } from '../../trace/track';
import { capitalised } from '../verdict/sentence';
import { defineFinding, type FinishedRun } from './finding';

/** Of start-up and work together. */
const noticeable = 0.05;
/** From here on pickling is worth an advice of its own: of both together. */
const muchPickling = 0.3;

export const processCost = defineFinding({
  id: 'process-cost',
  about: 'Starting Python’s worker processes and pickling items for them took more than 5 % of a run.',
  find: ({ runs }) =>
    [...runs.values()].flatMap((run) => {
      const { result, numbers, work } = run;
      const { pickling } = result.drawn.outcome ?? {};
      const { startupMs, wallMs } = numbers;
      if (pickling === undefined || startupMs === null) return [];
      const pickledMs = pickling.ms;
      const whole = startupMs + wallMs;
      if (!(startupMs + pickledMs > noticeable * whole)) return [];
      const pickles = pickledMs > muchPickling * (startupMs + pickledMs);
      const longest = pickles ? longestPickling(run) : null;
      const advice = pickles
        ? 'Send less: indexes, ranges or file names instead of data, and load it in the process.'
        : `Keep the pool for more work${result.workers > 1 ? ', or use fewer workers for short work' : ''}.`;
      return [
        {
          title: `${capitalised(result.mode)}: start-up and pickling took ${formatDuration(startupMs + pickledMs)} of ${formatDuration(whole)}`,
          detail: `Start-up took ${formatDuration(startupMs)}. Pickling the items (${formatBytes(pickling.bytes)}) took up to ${formatDuration(pickling.packMs)} in the job and ${formatDuration(pickling.unpackMs)} in the process for one worker. ${advice}`,
          weight: 'hint',
          evidence: {
            run: result.drawn.id,
            mode: result.mode,
            range: longest?.range ?? { start: Math.max(0, work.start - startupMs * 1e6), end: work.start },
            lane: longest?.lane ?? null,
          },
        },
      ];
    }),
});

function longestPickling({ recording }: FinishedRun): { readonly range: TimeRange; readonly lane: LaneId } | null {
  let longest: { readonly range: TimeRange; readonly lane: LaneId } | null = null;
  for (const { columns, lane } of findTracks(recording, 'slices', trackNames.pickling)) {
    for (let row = 0; row < columns.start.length; row++) {
      const range = { start: columns.start[row]!, end: columns.end[row]! };
      if (longest === null || range.end - range.start > longest.range.end - longest.range.start)
        longest = { range, lane };
    }
  }
  return longest;
}
