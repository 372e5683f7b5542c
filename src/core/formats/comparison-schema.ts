import { z } from 'zod';
import { modes } from '../trace/run';

const range = z.object({ start: z.number(), end: z.number() });
const mode = z.enum(modes);

export const comparisonViewSchema = z.object({
  baseline: mode.nullable(),
  includeStartup: z.boolean(),
  order: z.array(mode),
  collapsed: z.array(mode),
  hidden: z.array(mode),
  pinned: z.array(mode),
  viewport: range.nullable(),
  selection: range.nullable(),
});
