import { formatCoresUsed } from '../../base/format-cores';
import { formatShare } from '../../base/format-share';
import { busiestLoop } from './busiest-loop';
import { besideMode, isLoopMode } from '../../trace/interpreter-modes';
import type { Mode } from '../../trace/run';
import { capitalised } from '../verdict/sentence';
import { defineFinding, type Finding, type FinishedRun } from './finding';
import { gain } from './gain';

/** A loop this busy leaves nothing to overlap. */
const busyShare = 0.9;

export const asyncGainedNothing = defineFinding({
  id: 'async-gained-nothing',
  about: 'Async is no more than 10 % faster than serial, and its event loop was busy all the time.',
  find: ({ runs, workload }) =>
    [...runs].flatMap(([mode, run]) =>
      isLoopMode(mode)
        ? gainedNothing(mode, run, runs.get(besideMode(mode, 'serial')), workload.python !== undefined)
        : [],
    ),
});

function gainedNothing(
  mode: Mode,
  async: FinishedRun,
  serial: FinishedRun | undefined,
  isPython: boolean,
): Omit<Finding, 'id'>[] {
  if (serial === undefined || gain(serial, async) > 1.1) return [];
  const loop = busiestLoop(async);
  const seen = loop?.utilisation ?? null;
  // Where the loop can't be seen, a core that was busy all the time says the same.
  const busy = seen ?? async.numbers.coresUsed;
  if (loop === null || busy === null || busy < busyShare) return [];
  const what =
    seen === null
      ? `Its thread had ${formatCoresUsed(busy)} all along`
      : `The loop was busy ${formatShare(seen, 1)} of the time`;
  return [
    {
      title: `${capitalised(mode)} gained nothing: the work never waited`,
      detail: `${what}; nothing was waited for. Computing needs ${isPython ? 'processes, or native code that releases the GIL' : 'threads or processes'}.`,
      weight: 'fact',
      evidence: { run: async.result.drawn.id, mode, range: async.work, lane: loop.lane },
    },
  ];
}
