/*
 * Lanes and tracks as nearly all files have them, checked by hand: a file may have half a million, and a schema takes ten
 * times as long. Null says nothing: the schema looks at the rest, and has the last word.
 */
import type { Lane, LaneKind } from '../trace/lane';
import type { CounterUnit, TrackInfo, TrackKind } from '../trace/track';
import { limits } from './limits';
import { laneSchema, trackInfoSchema } from './track-schema';

const laneKinds: ReadonlySet<unknown> = new Set(laneSchema.shape.kind.options);
const trackKinds: ReadonlySet<unknown> = new Set(trackInfoSchema.shape.kind.options);
const units: ReadonlySet<unknown> = new Set(trackInfoSchema.shape.unit.unwrap().options);

const isWithin = (value: unknown, max: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max;
const isId = (value: unknown): value is number => isWithin(value, 0x7fff_ffff);
const isName = (value: unknown): value is string => typeof value === 'string' && value.length <= limits.nameLength;

export function plainLane(value: unknown): Lane | null {
  if (typeof value !== 'object' || value === null) return null;
  const { id, kind, name, parent, pid, tid, ...rest } = value as Readonly<Record<string, unknown>>;
  if (!isId(id) || !laneKinds.has(kind) || !isName(name) || (parent !== null && !isId(parent))) return null;
  if ((pid !== undefined && !isId(pid)) || (tid !== undefined && !isId(tid))) return null;
  for (const _ in rest) return null;
  const lane = { id, kind: kind as LaneKind, name, parent };
  if (pid === undefined) return tid === undefined ? lane : { ...lane, tid };
  return tid === undefined ? { ...lane, pid } : { ...lane, pid, tid };
}

export function plainTrack(value: unknown): TrackInfo | null {
  if (typeof value !== 'object' || value === null) return null;
  const { id, lane, kind, name, unit, ...rest } = value as Readonly<Record<string, unknown>>;
  if (!isId(id) || !isId(lane) || !trackKinds.has(kind) || !isName(name)) return null;
  if (unit !== undefined && !units.has(unit)) return null;
  for (const _ in rest) return null;
  const track = { id, lane, kind: kind as TrackKind, name };
  return unit === undefined ? track : { ...track, unit: unit as CounterUnit };
}
