import { ancestorOfKind, findTracks, findLane } from '../../trace/find-tracks';
import type { LaneId } from '../../trace/lane';
import { trackNames } from '../../trace/track';
import type { FinishedRun } from './finding';

/** When each worker that did a task ended its last one. */
export interface LastEnd {
  readonly lane: LaneId;
  readonly name: string;
  readonly tasks: number;
  /** Nanos. */
  readonly end: number;
}

export function lastEnds({ recording }: FinishedRun): LastEnd[] {
  return findTracks(recording, 'slices', trackNames.tasks).flatMap((track) => {
    const lane = findLane(recording, track.lane);
    const { end } = track.columns;
    if (lane === null || end.length === 0) return [];
    // The one thread of a worker process is called by its process: all of them are `main`.
    const worker = lane.name === 'main' ? (ancestorOfKind(recording, lane, 'process') ?? lane) : lane;
    return [{ lane: lane.id, name: worker.name, tasks: end.length, end: end.reduce((a, b) => Math.max(a, b), 0) }];
  });
}
