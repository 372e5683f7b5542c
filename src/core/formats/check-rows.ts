import type { TrackRows } from '../trace/chunk';
import { threadStates, type ColumnsOf, type TrackKind } from '../trace/track';
import { FormatError } from './format-error';
import { limits } from './limits';
import type { TrackTable } from './track-table';

/** @throws {FormatError} when rows are of no track of their kind, hold times that are none, or point to nothing. */
export function checkRows(rows: TrackRows, table: TrackTable): void {
  if (table.kinds.get(rows.track) !== rows.kind) {
    throw new FormatError(`has ${rows.kind} of track ${rows.track}, which tracks.jsonl does not name`);
  }
  const check: (columns: ColumnsOf[TrackKind], table: TrackTable) => string | null = checks[rows.kind] as never;
  const trouble = check(rows.columns, table);
  if (trouble !== null) throw new FormatError(`has ${rows.kind} of track ${rows.track} ${trouble}`);
}

const checks: { readonly [K in TrackKind]: (columns: ColumnsOf[K], table: TrackTable) => string | null } = {
  states: ({ start, end, state }) => {
    const unknown = state.find((value) => value >= threadStates.length);
    return unknown === undefined ? spans(start, end) : `in state ${unknown}, which there is not`;
  },
  slices: ({ start, runEnd, end }) => spans(start, runEnd) ?? spans(runEnd, end),
  counter: ({ time }) => times(time),
  marks: ({ time, name }, { strings }) => {
    const unknown = name.find((index) => index >= strings.length);
    return unknown === undefined ? times(time) : `named by string ${unknown} of ${strings.length}`;
  },
  flows: ({ fromTime, toTime, fromLane, toLane }, { lanes }) => {
    const known = (id: number): boolean => lanes.some((lane) => lane.id === id);
    const unknown = [fromLane, toLane].flatMap((column) => [...new Set(column)].filter((id) => !known(id)));
    return unknown.length > 0
      ? `from or to lane ${unknown[0]}, which there is not`
      : (times(fromTime) ?? times(toTime));
  },
};

// NaN fails every comparison: `!(a <= b)` catches it.

function times(column: Float64Array): string | null {
  for (let row = 0; row < column.length; row++) {
    const time = column[row]!;
    if (!(time >= 0 && time <= limits.nanos)) return `at ${time} ns`;
  }
  return null;
}

function spans(start: Float64Array, end: Float64Array): string | null {
  for (let row = 0; row < start.length; row++) {
    const [from, to] = [start[row]!, end[row]!];
    if (!(from >= 0 && from <= to && to <= limits.nanos)) return `from ${from} to ${to} ns`;
  }
  return null;
}
