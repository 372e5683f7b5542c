import { countOf } from '../../base/format-count';
import { formatDuration } from '../../base/format-duration';
import { formatShare } from '../../base/format-share';
import { isCommandMode } from '../../trace/run';
import { isParallel } from '../run-time';
import { defineFinding } from './finding';

/** Of start-up and work together. */
const noticeable = 0.05;

export const startupCost = defineFinding({
  id: 'startup-cost',
  about: 'Start-up (loading the module, making workers) took more than 5 % of a run.',
  find: ({ runs }) =>
    [...runs.values()].flatMap(({ result, numbers, work }) => {
      const { startupMs, wallMs } = numbers;
      // How a command starts up is its own affair, and part of its work.
      if (startupMs === null || startupMs + wallMs <= 0 || isCommandMode(result.mode)) return [];
      // Told together with what pickling took: `process-cost`.
      if (result.drawn.outcome?.pickling !== undefined) return [];
      const share = startupMs / (startupMs + wallMs);
      if (share <= noticeable) return [];
      const parallel = isParallel(result.mode);
      const what = parallel ? `Making ${countOf(result.workers, 'worker')}` : 'Loading the work';
      const fewer = result.workers > 1 ? ', or use fewer workers for short work' : '';
      const advice = parallel ? ` Keep the pool for more work${fewer}.` : '';
      return [
        {
          title: `Start-up of ${result.mode} costs ${formatDuration(startupMs)}`,
          detail: `${what} took ${formatShare(share, 0)} of the ${result.mode} run.${advice}`,
          weight: 'hint',
          evidence: {
            run: result.drawn.id,
            mode: result.mode,
            range: { start: Math.max(0, work.start - startupMs * 1e6), end: work.start },
            lane: null,
          },
        },
      ];
    }),
});
