/** Index of the first element of the ascending `column[0..count)` that is >= `value`; `count` if there is none. */
export function lowerBound(column: ArrayLike<number>, value: number, count = column.length): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (column[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the first element of the ascending `column[0..count)` that is > `value`; `count` if there is none. */
export function upperBound(column: ArrayLike<number>, value: number, count = column.length): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (column[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
