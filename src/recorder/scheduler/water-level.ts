/**
 * Shares a total out in equal parts among pieces of limited size: what the small ones can't hold goes to the others.
 *
 * @param rooms size of each piece
 * @returns the largest part; `Infinity`: all pieces together hold no more than the total
 */
export function waterLevel(rooms: Float64Array, total: number): number {
  let level = 0;
  for (;;) {
    let larger = 0;
    let left = total;
    for (let piece = 0; piece < rooms.length; piece++) {
      const room = rooms[piece]!;
      if (room > level) larger++;
      else left -= room;
    }
    if (larger === 0) return Infinity;
    if (left / larger <= level) return level;
    level = left / larger;
  }
}
