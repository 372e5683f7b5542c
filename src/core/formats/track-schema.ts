import { z } from 'zod';
import type { Lane } from '../trace/lane';
import type { TrackInfo } from '../trace/track';
import { limits } from './limits';
import { schemaOf } from './schema-of';

const id = z.int().min(0).max(0x7fff_ffff);
const name = z.string().max(limits.nameLength);

export const laneSchema = schemaOf<Lane>()(
  z.object({
    id,
    kind: z.enum(['machine', 'core', 'process', 'thread', 'loop']),
    name,
    parent: id.nullable(),
    pid: z.int().min(0).max(0x7fff_ffff).exactOptional(),
    tid: z.int().min(0).max(0x7fff_ffff).exactOptional(),
    worker: z.int().min(0).max(65_536).exactOptional(),
    core: z.int().min(0).max(65_535).exactOptional(),
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
