/** What a file may hold at most. Far above what is recorded, far below what would fill the memory of a machine. */
export const limits = {
  /** Runs of one comparison. */
  runs: 1000,
  /** Of one run. */
  lanes: 200_000,
  tracks: 400_000,
  strings: 1_000_000,
  stringLength: 10_000,
  /** A machine-readable part: `comparison.json`, `manifest.json`. */
  jsonBytes: 16 * 1024 * 1024,
  /** One line of `tracks.jsonl`. */
  lineLength: 1024 * 1024,
  /** Metadata of one Arrow message; ours take under 1 KiB. */
  arrowMetadataBytes: 64 * 1024,
  /** Columns of one Arrow record batch; ours take at most 12 MiB. */
  arrowBatchBytes: 256 * 1024 * 1024,
  /** Nanos: beyond it a double does not hold every nanosecond (104 days). */
  nanos: Number.MAX_SAFE_INTEGER,
} as const;
