import type { CallNode } from './call-tree';

/** Down the calls, outermost first, as long as each holds more than `ns`; empty: none does. */
export function pathOfMore(calls: readonly CallNode[], ns: number): readonly CallNode[] {
  const path: CallNode[] = [];
  for (let node = calls[0]; node !== undefined && node.totalNs > ns; node = node.callees[0]) path.push(node);
  return path;
}

/** `parse` of `parse (/srv/app/json.js:12)`. */
export const functionName = (frame: string): string => frame.replace(/ \([^()]*\)$/, '');

/** `/srv/app/json.js:12` of the same; empty where there is none. */
export const placeOf = (frame: string): string => / \(([^()]*)\)$/.exec(frame)?.[1] ?? '';
