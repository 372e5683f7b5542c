import { z } from 'zod';
import type { Machine } from '../trace/machine';
import { schemaOf } from './schema-of';

const text = z.string().max(1000);
const cores = z.int().min(1).max(65_536);

export const machineSchema = schemaOf<Machine>()(
  z.object({
    logicalCores: cores,
    physicalCores: cores.nullable(),
    model: text,
    memoryBytes: z.number().nonnegative(),
    os: text,
    kernel: text,
    node: text,
    electron: text.nullable(),
  }),
);
