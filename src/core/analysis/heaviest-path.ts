import type { CallNode } from './call-tree';

/** Down the calls that took the most, as long as most of the time is in what was called; null: nothing was sampled. */
export function heaviestFunction(calls: readonly CallNode[]): CallNode | null {
  let found: CallNode | null = null;
  for (let node = calls[0]; node !== undefined; node = node.callees[0]) {
    found = node;
    if (node.selfNs > node.totalNs / 2) break;
  }
  return found;
}

/** `parse` of `parse (/srv/app/json.js:12)`. */
export const functionName = (frame: string): string => frame.replace(/ \([^()]*\)$/, '');

/** `/srv/app/json.js:12` of the same; empty where there is none. */
export const placeOf = (frame: string): string => / \(([^()]*)\)$/.exec(frame)?.[1] ?? '';
