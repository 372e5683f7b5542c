import type { CallNode } from './call-tree';

/** Down the calls that took the most, as long as most of the time is in what was called; empty: nothing was sampled. */
export function heaviestPath(calls: readonly CallNode[]): readonly CallNode[] {
  const path: CallNode[] = [];
  for (let node = calls[0]; node !== undefined; node = node.callees[0]) {
    path.push(node);
    if (node.selfNs > node.totalNs / 2) break;
  }
  return path;
}

/** `parse` of `parse (/srv/app/json.js:12)`. */
export const functionName = (frame: string): string => frame.replace(/ \([^()]*\)$/, '');

/** `/srv/app/json.js:12` of the same; empty where there is none. */
export const placeOf = (frame: string): string => / \(([^()]*)\)$/.exec(frame)?.[1] ?? '';
