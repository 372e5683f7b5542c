import type { TrackRows } from '../trace/chunk';
import { columnTypes, type TrackKind } from '../trace/track';

export const columnConstructors = {
  f64: Float64Array,
  f32: Float32Array,
  u32: Uint32Array,
  u16: Uint16Array,
  u8: Uint8Array,
} as const;
export type ColumnType = keyof typeof columnConstructors;
export type Column = InstanceType<(typeof columnConstructors)[ColumnType]>;
/** The columns of any kind of track by their names in `columnTypes`. */
export type ColumnSet = Record<string, Column>;

export const trackKinds = Object.keys(columnTypes) as readonly TrackKind[];

/** The column that orders a track: `start`, `time` or `fromTime`. */
export function orderColumn(kind: TrackKind): string {
  return Object.keys(columnTypes[kind])[0]!;
}

export function rowCount(rows: TrackRows): number {
  return (rows.columns as unknown as ColumnSet)[orderColumn(rows.kind)]!.length;
}
