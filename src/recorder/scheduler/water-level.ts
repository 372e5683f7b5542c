/**
 * Shares a total out in equal parts among pieces of limited size: what the small ones can't hold goes to the others.
 *
 * @param roomOf size of a piece; 0: it takes no part
 * @returns the largest part; `Infinity`: all pieces together hold no more than the total
 */
export function waterLevel(count: number, total: number, roomOf: (piece: number) => number): number {
  let level = 0;
  for (;;) {
    let larger = 0;
    let left = total;
    for (let piece = 0; piece < count; piece++) {
      const room = roomOf(piece);
      if (room > level) larger++;
      else left -= room;
    }
    if (larger === 0) return Infinity;
    if (left / larger <= level) return level;
    level = left / larger;
  }
}
