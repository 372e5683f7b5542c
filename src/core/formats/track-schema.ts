import { z } from 'zod';
import type { Lane } from '../trace/lane';
import type { TrackInfo } from '../trace/track';
import { schemaOf } from './schema-of';

const id = z.int().min(0).max(0x7fff_ffff);
const name = z.string().max(1000);

export const laneSchema = schemaOf<Lane>()(
  z.object({
    id,
    kind: z.enum(['machine', 'core', 'process', 'thread', 'loop']),
    name,
    parent: id.nullable(),
    pid: z.int().nonnegative().exactOptional(),
    tid: z.int().nonnegative().exactOptional(),
    worker: z.int().nonnegative().exactOptional(),
    core: z.int().nonnegative().exactOptional(),
  }),
);

export const trackInfoSchema = schemaOf<TrackInfo>()(
  z.object({
    id,
    lane: id,
    kind: z.enum(['states', 'slices', 'counter', 'marks', 'flows']),
    name,
    unit: z.enum(['share', 'nanos', 'count', 'cumulativeNanos']).exactOptional(),
  }),
);
