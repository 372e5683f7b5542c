import { readFileSync } from 'node:fs';
import { decodeFrames, frameKinds, rowsOf, taskRow, taskStartRow } from '../../core/protocol/frames';

/**
 * The item that a worker was running when it died, from the file it leaves: the last one that was started and has no
 * end. Null if there is none, or the file can't be read.
 */
export function itemInFlight(file: string): number | null {
  try {
    const running = new Set<number>();
    for (const { kind, payload } of decodeFrames(readFileSync(file)).frames) {
      if (kind === frameKinds.taskStart) for (const item of items(payload, taskStartRow.length)) running.add(item);
      if (kind === frameKinds.task) for (const item of items(payload, taskRow.length)) running.delete(item);
    }
    return [...running].at(-1) ?? null;
  } catch {
    return null;
  }
}

/** First field of every row. */
function items(payload: Uint8Array, width: number): number[] {
  const rows = rowsOf(payload);
  return Array.from({ length: rows.length / width }, (_, row) => rows[row * width]!);
}
