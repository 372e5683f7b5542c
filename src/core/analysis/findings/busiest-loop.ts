import { ancestorOfKind, lanesOfKind } from '../../trace/find-tracks';
import type { LaneId } from '../../trace/lane';
import type { EventLoopOutcome } from '../../trace/run';
import type { FinishedRun } from './finding';

/** The event loop of a run with the highest utilisation (one that can't be seen comes last), and its lane where there is one. */
export function busiestLoop(run: FinishedRun): (EventLoopOutcome & { readonly lane: LaneId | null }) | null {
  const loop = run.numbers.eventLoops.toSorted((a, b) => (b.utilisation ?? -1) - (a.utilisation ?? -1))[0];
  return loop === undefined ? null : { ...loop, lane: laneOfLoop(run, loop) };
}

export function laneOfLoop({ recording }: FinishedRun, loop: EventLoopOutcome): LaneId | null {
  const loops = lanesOfKind(recording, 'loop').filter((lane) => {
    const process = ancestorOfKind(recording, lane, 'process');
    return (lane.pid ?? process?.pid) === loop.pid;
  });
  const same = loops.find((lane) => ancestorOfKind(recording, lane, 'thread')?.name === loop.thread);
  return (same ?? loops[0])?.id ?? null;
}
