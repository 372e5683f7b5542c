import { sliceAt } from '../../core/trace/slice-at';
import type { TimeRange } from '../../core/trace/time-range';
import type { Arrangement, BandPlace, LanePlace } from './arrange-bands';
import { bandEnd, ownRange, type Band, type LaneRow } from './band';
import { scaleOf } from './layout-timeline';
import type { Told } from './rows/track-row';
import type { StateLaneRow } from './state-lane-row';
import { nanosPerPx, timeAt } from './viewport';

/** What lies under a point. */
export interface Hit {
  readonly place: BandPlace;
  readonly part: 'header' | 'core' | 'lane' | 'thread' | 'track' | 'inFlight' | 'lag' | 'space';
  /** In the run's own time, Nanos; null: left or right of the plot. */
  readonly time: number | null;
  readonly core: number | null;
  readonly lane: LaneRow | null;
  readonly task: TaskHit | null;
  readonly thread: ThreadHit | null;
  /** What a row beneath a thread says of the point. */
  readonly told: Told | null;
}

/** A thread under a point, and the interval of it that is there (a row of its states). */
export interface ThreadHit {
  readonly row: StateLaneRow;
  readonly interval: number | null;
}

/** A task under a point: a row of the lane's slices, or one of its tasks in flight. */
export interface TaskHit {
  readonly row: number;
  readonly isOpen: boolean;
}

/** @param y px from the top of all bands (with what is scrolled out) */
export function hitTest(arrangement: Arrangement, viewport: TimeRange, x: number, y: number): Hit | null {
  const place = arrangement.bands.find((band) => y >= band.top && y < band.bottom);
  if (place === undefined) return null;
  const { left, width } = arrangement;
  const scale = scaleOf(arrangement, ownRange(place.band, viewport));
  const time = x < left || x > left + width ? null : timeAt(scale, x);
  const hit = { place, time, core: null, lane: null, task: null, thread: null, told: null };
  if (y < place.header.top + place.header.height) return { ...hit, part: 'header' };
  const { cores } = place;
  const core = Math.floor((y - cores.top) / cores.pitch);
  if (core < cores.rows) return { ...hit, part: 'core', core: place.band.cores[core]?.core ?? null };
  const lane = place.lanes.find((candidate) => y >= candidate.top && y < candidate.top + candidate.height);
  if (lane !== undefined) {
    const task = time === null ? null : taskAt(place.band, lane, time, nanosPerPx(scale), y);
    return { ...hit, part: 'lane', lane: lane.row, task };
  }
  const state = place.states.find((candidate) => y >= candidate.top && y < candidate.top + candidate.height);
  if (state !== undefined) {
    const { row } = state;
    return { ...hit, part: 'thread', thread: { row, interval: time === null ? null : row.index.rowAt(time) } };
  }
  const track = place.tracks.find((candidate) => y >= candidate.top && y < candidate.top + candidate.height);
  if (track !== undefined) {
    const { row, top, height } = track;
    return { ...hit, part: 'track', told: time === null ? null : row.tell(time, y - top, height, nanosPerPx(scale)) };
  }
  for (const part of ['inFlight', 'lag'] as const) {
    const span = place[part];
    if (span !== null && y >= span.top && y < span.top + span.height) return { ...hit, part };
  }
  return { ...hit, part: 'space' };
}

/** The task at a time in the slot that lies at `y`; beside it, one not further than two pixels away: some are thin. */
function taskAt(band: Band, { row, slots }: LanePlace, time: number, nanosAPx: number, y: number): TaskHit | null {
  if (slots === null) return null;
  const slot = Math.min(slots.rows - 1, Math.max(0, Math.floor((y - slots.top) / slots.pitch)));
  for (const offset of [0, -1, 1, -2, 2]) {
    const at = time + offset * nanosAPx;
    const found = sliceAt(row.columns, at, slot, row.index);
    if (found >= 0) return { row: found, isOpen: false };
    const open = row.open === null || at > bandEnd(band) ? -1 : openTaskAt(row.open, at, slot);
    if (open >= 0) return { row: open, isOpen: true };
  }
  return null;
}

function openTaskAt(open: NonNullable<LaneRow['open']>, at: number, slot: number): number {
  for (let task = 0; task < open.start.length; task++) {
    if (open.slot[task] === slot && open.start[task]! <= at) return task;
  }
  return -1;
}
