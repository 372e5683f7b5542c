/**
 * The order that makes `times` ascend, equal ones as they are; null when they ascend already. O(n log n) on any input
 * (a file is not trusted to be nearly in order).
 */
export function sortedOrder(times: Float64Array): Uint32Array | null {
  const count = times.length;
  let row = 1;
  while (row < count && times[row]! >= times[row - 1]!) row++;
  if (row >= count) return null;
  let from: Uint32Array = new Uint32Array(count).map((_, index) => index);
  let to: Uint32Array = new Uint32Array(count);
  for (let width = 1; width < count; width *= 2) {
    for (let start = 0; start < count; start += 2 * width) merge(times, from, to, start, width);
    [from, to] = [to, from];
  }
  return from;
}

function merge(times: Float64Array, from: Uint32Array, to: Uint32Array, start: number, width: number): void {
  const middle = Math.min(start + width, times.length);
  const end = Math.min(start + 2 * width, times.length);
  let left = start;
  let right = middle;
  for (let at = start; at < end; at++) {
    const takeLeft = left < middle && (right >= end || times[from[left]!]! <= times[from[right]!]!);
    to[at] = takeLeft ? from[left++]! : from[right++]!;
  }
}
