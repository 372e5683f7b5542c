/**
 * What a file may hold at most: far above what is recorded, far below what would fill the memory of a machine. Readers
 * refuse what is beyond; writers cut it, and say so (`fit-document.ts`, `fit-chunk.ts`).
 */
export const limits = {
  /** Runs of one comparison. */
  runs: 1000,
  /** Of all runs of a comparison together. */
  lanes: 100_000,
  tracks: 200_000,
  strings: 1_000_000,
  /** Characters of all strings and names together. */
  characters: 64 * 1024 * 1024,
  /** Lines of `tracks.jsonl`: a lane has one for each name it is given. */
  lines: 1_500_000,
  /** Levels of the tree of lanes; deeper ones are shown at the last level. */
  laneDepth: 64,
  stringLength: 10_000,
  nameLength: 1000,
  /** Record batches of all runs together. */
  arrowMessages: 2_000_000,
  /** A machine-readable part: `comparison.json`, `manifest.json`. */
  jsonBytes: 16 * 1024 * 1024,
  /** All `manifest.json` of a comparison together. */
  manifestBytes: 64 * 1024 * 1024,
  /** One line of `tracks.jsonl`. */
  lineLength: 1024 * 1024,
  /** Metadata of one Arrow message; ours take under 1 KiB. */
  arrowMetadataBytes: 64 * 1024,
  /** Columns of one Arrow record batch; ours take at most 12 MiB. */
  arrowBatchBytes: 64 * 1024 * 1024,
  /** Nanos: beyond it a double does not hold every nanosecond (104 days). */
  nanos: Number.MAX_SAFE_INTEGER,
} as const;
