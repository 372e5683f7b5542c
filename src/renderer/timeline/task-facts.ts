import { formatDuration } from '../../core/base/format-duration';
import { formatCount } from '../../core/base/format-count';
import { formatShare } from '../../core/base/format-share';
import { sliceAt } from '../../core/trace/slice-at';
import { starterOf } from '../../core/trace/starter-of';
import { sliceFlags } from '../../core/trace/track';
import type { Band, LaneRow } from './band';
import type { TaskHit } from './hit-test';
import type { Fact, Told } from './rows/track-row';

const notMeasured = 'not measured';
const ms = (nanos: number): string => formatDuration(nanos / 1e6);
const share = (value: number): string => (Number.isNaN(value) ? notMeasured : formatShare(value));

/**
 * All that is known of the task under the pointer. Items are pulled from one queue that is full from the start of the
 * work on, so a task was queued for as long as the work had gone on when it started.
 */
export function factsOf(band: Band, lane: LaneRow, task: TaskHit, time: number | null): Told {
  if (lane.names !== null) return operationFacts(band, lane, task, time);
  return task.isOpen ? openFacts(band, lane, task.row) : closedFacts(band, lane, task.row);
}

function operationFacts(band: Band, lane: LaneRow, { row, isOpen }: TaskHit, time: number | null): Told {
  const { columns, open, names, starts } = lane;
  const start = (isOpen ? open?.start[row] : columns.start[row]) ?? 0;
  const end = isOpen ? band.seenUntil : columns.end[row]!;
  const isUnfinished = isOpen || (columns.flags[row]! & sliceFlags.unfinished) !== 0;
  const starter = starts === null ? -1 : starterOf(columns, starts, start);
  const facts: Fact[] = [
    { name: 'started', value: ms(start) },
    { name: isUnfinished ? 'so far' : 'took', value: ms(end - start) },
    ...(starter < 0 ? [] : [{ name: 'started by', value: names?.[columns.id[starter]!] ?? notMeasured }]),
    ...doingFacts(lane, time, (isOpen ? open?.slot[row] : columns.slot[row]) ?? 0),
  ];
  // Of one that goes on the name comes with its end.
  return { title: isOpen ? 'Operation that goes on' : (names?.[columns.id[row]!] ?? 'Operation'), facts };
}

/** What an operation did at a time: its own code ran, or it awaited something. */
function doingFacts({ steps, awaits, names }: LaneRow, time: number | null, slot: number): Fact[] {
  if (time === null || steps === null) return [];
  const step = sliceAt(steps.columns, time, slot, steps.index);
  if (step >= 0)
    return [{ name: 'here', value: `runs for ${ms(steps.columns.end[step]! - steps.columns.start[step]!)}` }];
  const wait = awaits === null ? -1 : sliceAt(awaits.columns, time, slot, awaits.index);
  if (awaits === null || wait < 0) return [];
  return [{ name: 'awaits', value: names?.[awaits.columns.id[wait]!] ?? notMeasured }];
}

function closedFacts(band: Band, { name, columns }: LaneRow, row: number) {
  const start = columns.start[row]!;
  const end = columns.end[row]!;
  const runEnd = columns.runEnd[row]!;
  const unfinished = (columns.flags[row]! & sliceFlags.unfinished) !== 0;
  const awaited = end - runEnd;
  const facts: Fact[] = [
    { name: 'on', value: name },
    ...queued(band, start),
    { name: 'started', value: ms(start) },
    { name: unfinished ? 'last seen' : 'ended', value: ms(end) },
    { name: 'took', value: ms(end - start) },
    ...(awaited > 0
      ? [
          { name: 'call', value: `${ms(runEnd - start)}, on a core: ${share(columns.head[row]!)}` },
          { name: 'then awaited', value: ms(awaited) },
        ]
      : [{ name: 'on a core', value: share(columns.head[row]!) }]),
  ];
  return { title: `Item ${formatCount(columns.id[row]!)}${unfinished ? ', unfinished' : ''}`, facts };
}

function openFacts(band: Band, { name, open }: LaneRow, row: number) {
  const start = open?.start[row] ?? 0;
  const facts: Fact[] = [
    { name: 'on', value: name },
    ...queued(band, start),
    { name: 'started', value: ms(start) },
    { name: band.ended ? 'cut off after' : 'so far', value: ms(band.seenUntil - start) },
  ];
  return { title: `Item ${formatCount(open?.id[row] ?? 0)}, ${band.ended ? 'unfinished' : 'in flight'}`, facts };
}

function queued({ workStart }: Band, start: number): Fact[] {
  return workStart === null ? [] : [{ name: 'queued for', value: ms(Math.max(0, start - workStart)) }];
}
