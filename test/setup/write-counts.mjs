import { writeFileSync } from 'node:fs';

/** Hands the counts of a test run to scripts/test.mjs; does nothing when nobody asked for them. */
export function writeCounts(counts, file = process.env.JUGGLER_COUNTS) {
  if (file) writeFileSync(file, JSON.stringify(counts));
}
