import { formatDuration } from '../../base/format-duration';
import { formatShare } from '../../base/format-share';
import { isParallel } from '../run-time';
import { capitalised } from '../verdict/sentence';
import { defineFinding } from './finding';
import { lastEnds } from './last-ends';

/** Share of all workers' time that lies behind their last tasks. */
const noticeable = 0.1;

export const loadImbalance = defineFinding({
  id: 'load-imbalance',
  about: 'Workers had nothing left to do while others still worked: more than 10 % of their time.',
  find: ({ runs }) =>
    [...runs.values()].flatMap((run) => {
      const { result, work } = run;
      if (!isParallel(result.mode) || result.workers < 2) return [];
      const ends = lastEnds(run).sort((a, b) => a.end - b.end);
      const first = ends[0];
      const last = ends.at(-1);
      if (first === undefined || last === undefined) return [];
      const length = last.end - work.start;
      // Workers without any task were idle from the beginning.
      const idle =
        ends.reduce((sum, { end }) => sum + last.end - end, 0) + Math.max(0, result.workers - ends.length) * length;
      const share = idle / (length * result.workers);
      if (!(share >= noticeable)) return [];
      const from = ends.length < result.workers ? work.start : first.end;
      const what =
        ends.length < result.workers
          ? `Only ${ends.length} of ${result.workers} workers got a task`
          : `${capitalised(last.name)} worked ${formatDuration((last.end - first.end) / 1e6)} longer than ${first.name}`;
      return [
        {
          title: `Workers of ${result.mode} ran out of work`,
          detail: `${what}; ${formatShare(share, 0)} of the workers' time passed idle at the end. Use smaller items, or begin with the long ones.`,
          weight: 'hint',
          evidence: {
            run: result.drawn.id,
            mode: result.mode,
            range: { start: from, end: last.end },
            lane: last.lane,
          },
        },
      ];
    }),
});
