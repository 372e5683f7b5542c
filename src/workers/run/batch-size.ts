/** So much work is sent to a worker process with one message. */
const batchMs = 5;
/** Longer tasks are fetched one by one when a worker is free: a queued one would wait behind another. */
const prefetchBelowMs = 20;

/**
 * Number of items for the next batch of a worker process: about 5 ms of work, so that tiny tasks don't cost a
 * message each, but never more than half of an even share of what remains, so that uneven work balances.
 *
 * @param meanMs mean time of the tasks so far; null: none has ended yet.
 */
export function batchSize(meanMs: number | null, remaining: number, workers: number): number {
  if (meanMs === null) return Math.min(1, remaining);
  const byTime = meanMs > 0 ? Math.floor(batchMs / meanMs) : Infinity;
  const byShare = Math.floor(remaining / (2 * workers));
  return Math.min(remaining, Math.max(1, Math.min(byTime, byShare)));
}

/** How many batches a worker should hold: the one it runs, and one that is there when it has ended. */
export function batchesAhead(meanMs: number | null): number {
  return meanMs !== null && meanMs < prefetchBelowMs ? 2 : 1;
}
