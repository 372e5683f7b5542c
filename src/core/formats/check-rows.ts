import type { TrackRows } from '../trace/chunk';
import type { LaneId } from '../trace/lane';
import { threadStates, type ColumnsOf, type TrackId, type TrackKind } from '../trace/track';
import { columnConstructors, rowCount, type ColumnSet } from './columns';
import { FormatError } from './format-error';
import { limits } from './limits';

/** What rows may point to. */
export interface NamedThings {
  readonly kinds: ReadonlyMap<TrackId, TrackKind>;
  readonly strings: readonly string[];
  readonly laneIds: { has(id: LaneId): boolean };
}

/** @throws {FormatError} when rows are of no track of their kind, hold times that are none, or point to nothing. */
export function checkRows(rows: TrackRows, names: NamedThings): void {
  if (names.kinds.get(rows.track) !== rows.kind) {
    throw new FormatError(`has ${rows.kind} of track ${rows.track}, which tracks.jsonl does not name`);
  }
  const { find, tell } = checkOf(rows.kind);
  const bad = find(rows.columns, names, 0);
  if (bad >= 0) throw new FormatError(`has ${rows.kind} of track ${rows.track} ${tell(rows.columns, bad, names)}`);
}

/** Those rows that `checkRows` takes; the same object when it takes all, null when it takes none. */
export function goodRows(rows: TrackRows, names: NamedThings): TrackRows | null {
  if (names.kinds.get(rows.track) !== rows.kind) return null;
  const { find } = checkOf(rows.kind);
  let bad = find(rows.columns, names, 0);
  if (bad < 0) return rows;
  const count = rowCount(rows);
  const kept: number[] = [];
  for (let row = 0; row < count; row++) {
    if (row === bad) bad = find(rows.columns, names, row + 1);
    else kept.push(row);
  }
  if (kept.length === 0) return null;
  const columns: ColumnSet = {};
  for (const [name, column] of Object.entries(rows.columns as unknown as ColumnSet)) {
    const constructor = column.constructor as (typeof columnConstructors)['f64'];
    columns[name] = constructor.from(kept, (row) => column[row]!);
  }
  return { ...rows, columns } as unknown as TrackRows;
}

interface Check<K extends TrackKind> {
  /** The first row from `from` on that no recording has; -1: none. */
  readonly find: (columns: ColumnsOf[K], names: NamedThings, from: number) => number;
  readonly tell: (columns: ColumnsOf[K], row: number, names: NamedThings) => string;
}

const checkOf = (kind: TrackKind): Check<TrackKind> => checks[kind] as unknown as Check<TrackKind>;

// NaN fails every comparison: `!(a <= b)` catches it.
const isTime = (time: number): boolean => time >= 0 && time <= limits.nanos;
const isSpan = (from: number, to: number): boolean => from >= 0 && from <= to && to <= limits.nanos;

const checks: { readonly [K in TrackKind]: Check<K> } = {
  states: {
    find: ({ start, end, state }, _, from) => {
      for (let row = from; row < start.length; row++) {
        if (state[row]! >= threadStates.length || !isSpan(start[row]!, end[row]!)) return row;
      }
      return -1;
    },
    tell: ({ start, end, state }, row) =>
      state[row]! >= threadStates.length
        ? `in state ${state[row]}, which there is not`
        : `from ${start[row]} to ${end[row]} ns`,
  },
  slices: {
    find: ({ start, runEnd, end }, _, from) => {
      for (let row = from; row < start.length; row++) {
        if (!isSpan(start[row]!, runEnd[row]!) || !isSpan(runEnd[row]!, end[row]!)) return row;
      }
      return -1;
    },
    tell: ({ start, runEnd, end }, row) =>
      isSpan(start[row]!, runEnd[row]!)
        ? `from ${runEnd[row]} to ${end[row]} ns`
        : `from ${start[row]} to ${runEnd[row]} ns`,
  },
  counter: {
    find: ({ time }, _, from) => findTime(time, from),
    tell: ({ time }, row) => `at ${time[row]} ns`,
  },
  marks: {
    find: ({ time, name }, { strings }, from) => {
      for (let row = from; row < time.length; row++) {
        if (name[row]! >= strings.length || !isTime(time[row]!)) return row;
      }
      return -1;
    },
    tell: ({ time, name }, row, { strings }) =>
      name[row]! >= strings.length ? `named by string ${name[row]} of ${strings.length}` : `at ${time[row]} ns`,
  },
  flows: {
    find: ({ fromTime, toTime, fromLane, toLane }, { laneIds }, from) => {
      for (let row = from; row < fromTime.length; row++) {
        if (!isTime(fromTime[row]!) || !isTime(toTime[row]!)) return row;
        if (!laneIds.has(fromLane[row]!) || !laneIds.has(toLane[row]!)) return row;
      }
      return -1;
    },
    tell: ({ fromTime, toTime, fromLane, toLane }, row, { laneIds }) => {
      const unknown = [fromLane[row]!, toLane[row]!].find((id) => !laneIds.has(id));
      if (unknown !== undefined) return `from or to lane ${unknown}, which there is not`;
      return `at ${isTime(fromTime[row]!) ? toTime[row] : fromTime[row]} ns`;
    },
  },
};

function findTime(column: Float64Array, from: number): number {
  for (let row = from; row < column.length; row++) if (!isTime(column[row]!)) return row;
  return -1;
}
