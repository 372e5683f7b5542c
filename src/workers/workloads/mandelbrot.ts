import { defineWorkload } from './workload';

interface Row {
  readonly row: number;
  readonly rows: number;
}

const left = -2.2;
const right = 0.8;
const top = 1.3;

export const mandelbrot = defineWorkload<Row>({
  id: 'mandelbrot',
  title: 'Mandelbrot',
  tagline: 'computing, very uneven rows',
  about:
    'Computes the Mandelbrot set row by row. Rows at the edge are done at once; those through the middle take a ' +
    'hundred times longer, since every point of the set itself goes through all iterations. Because free workers take ' +
    'the next row from one queue, the load still balances. Had each worker been given an equal part of the rows in ' +
    'advance, one would work long after the others had finished. Try fewer, larger items to see it: with as many ' +
    'items as workers, the slowest decides. Async gains nothing, as with all computing.',
  items: { default: 320, min: 1, max: 20_000 },
  parameters: [
    { name: 'width', label: 'Points in a row', unit: '', default: 1_280, min: 10, max: 20_000 },
    { name: 'iterations', label: 'Iterations at most', unit: '', default: 6_000, min: 10, max: 100_000 },
  ],
  generate: ({ items }) => Array.from({ length: items }, (_, row) => ({ row, rows: items })),
  open: ({ parameters }) => {
    const width = parameters['width']!;
    const most = parameters['iterations']!;
    return {
      run: ({ row, rows }) => {
        const y = top - (2 * top * (row + 0.5)) / rows;
        let sum = 0;
        for (let column = 0; column < width; column++) {
          sum += iterations(left + ((right - left) * (column + 0.5)) / width, y, most);
        }
        return sum;
      },
    };
  },
});

/** After how many steps z² + c leaves the circle of radius 2; `most` if it hasn't by then. */
function iterations(cx: number, cy: number, most: number): number {
  let x = 0;
  let y = 0;
  for (let step = 0; step < most; step++) {
    const xx = x * x;
    const yy = y * y;
    if (xx + yy > 4) return step;
    y = 2 * x * y + cy;
    x = xx - yy + cx;
  }
  return most;
}
