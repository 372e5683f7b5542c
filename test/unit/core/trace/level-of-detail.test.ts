import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BusyIndex } from '../../../../src/core/trace/busy-index';
import { ExtremesIndex } from '../../../../src/core/trace/extremes-index';
import { GrowableColumns } from '../../../../src/core/trace/growable-columns';
import { SlicesIndex } from '../../../../src/core/trace/slices-index';
import { sliceAt } from '../../../../src/core/trace/slice-at';
import {
  threadStates,
  type CounterColumns,
  type SlicesColumns,
  type StatesColumns,
} from '../../../../src/core/trace/track';

/** Intervals one behind the other, some with gaps. */
const states = fc
  .array(fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 9 }), fc.nat(threadStates.length - 1)), { maxLength: 400 })
  .map((rows) => {
    let at = 0;
    const made = rows.map(([gap, length, state]) => {
      const start = at + gap;
      at = start + length;
      return { start, end: at, state };
    });
    return {
      start: Float64Array.from(made, (row) => row.start),
      end: Float64Array.from(made, (row) => row.end),
      state: Uint8Array.from(made, (row) => row.state),
      core: new Uint16Array(made.length),
      flags: new Uint8Array(made.length),
    } satisfies StatesColumns;
  });

const ranges = fc.tuple(fc.nat(3000), fc.integer({ min: 1, max: 500 })).map(([a, length]) => [a, a + length] as const);

const shared = (a: number, b: number, start: number, end: number): number =>
  Math.max(0, Math.min(b, end) - Math.max(a, start));

describe('BusyIndex', () => {
  it('gives for any range the shares that adding up all rows gives', () => {
    fc.assert(
      fc.property(states, ranges, (columns, [a, b]) => {
        const expected = new Float64Array(threadStates.length);
        for (let row = 0; row < columns.start.length; row++) {
          expected[columns.state[row]!]! += shared(a, b, columns.start[row]!, columns.end[row]!) / (b - a);
        }
        const index = new BusyIndex(columns);
        const actual = index.shareByState(a, b);
        for (const [state, share] of expected.entries()) expect(actual[state]).toBeCloseTo(share, 10);
        expect(index.share(a, b)).toBeCloseTo(expected[0]!, 10);
      }),
    );
  });

  it('gives a profile whose pixels are the shares of their ranges', () => {
    fc.assert(
      fc.property(states, ranges, (columns, [a, b]) => {
        const index = new BusyIndex(columns);
        const profile = index.profile(a, b, 7);
        for (let pixel = 0; pixel < 7; pixel++) {
          const step = (b - a) / 7;
          const shares = index.shareByState(a + step * pixel, a + step * (pixel + 1));
          for (const [state, share] of shares.entries()) {
            expect(profile[pixel * threadStates.length + state]).toBeCloseTo(share, 5);
          }
        }
      }),
    );
  });

  it('knows after rows were added what it would know had it seen them at once', () => {
    fc.assert(
      fc.property(states, fc.nat(400), ranges, (columns, cut, [a, b]) => {
        const half = {
          start: columns.start.slice(0, cut),
          end: columns.end.slice(0, cut),
          state: columns.state.slice(0, cut),
          core: columns.core.slice(0, cut),
          flags: columns.flags.slice(0, cut),
        };
        const grown = new BusyIndex(half);
        grown.update(columns);
        expect(grown.shareByState(a, b)).toEqual(new BusyIndex(columns).shareByState(a, b));
      }),
    );
  });

  it('takes at most 24 bytes an interval together with the columns', () => {
    const count = 100_000;
    const start = Float64Array.from({ length: count }, (_, row) => row * 2);
    const end = start.map((time) => time + 1);
    const index = new BusyIndex({
      start,
      end,
      state: new Uint8Array(count),
      core: new Uint16Array(count),
      flags: new Uint8Array(count),
    });
    expect(20 + index.bytes / count).toBeLessThan(24);
    expect(index.share(0, count * 2)).toBeCloseTo(0.5, 9);
  });
});

interface Task {
  readonly start: number;
  readonly end: number;
}

/** Tasks of an event loop: they overlap, and arrive in order of their end. */
const tasks = fc
  .array(fc.tuple(fc.nat(2000), fc.integer({ min: 1, max: 200 })), { maxLength: 300 })
  .map((pairs) => pairs.map(([start, length]): Task => ({ start, end: start + length })));

function slicesOf(rows: readonly Task[]): SlicesColumns {
  return {
    start: Float64Array.from(rows, (row) => row.start),
    end: Float64Array.from(rows, (row) => row.end),
    runEnd: Float64Array.from(rows, (row) => row.start),
    id: Uint32Array.from(rows, (_, id) => id),
    slot: new Uint16Array(rows.length),
    head: new Float32Array(rows.length).fill(Number.NaN),
    tail: new Float32Array(rows.length).fill(Number.NaN),
    flags: new Uint8Array(rows.length),
  };
}

describe('SlicesIndex', () => {
  it('covers what the union of overlapping tasks covers, also when late rows have moved others', () => {
    fc.assert(
      fc.property(tasks, ranges, fc.integer({ min: 1, max: 90 }), (rows, [a, b], size) => {
        const columns = new GrowableColumns('slices');
        const index = new SlicesIndex(columns.view() as SlicesColumns);
        const arrived = rows.toSorted((one, other) => one.end - other.end);
        for (let at = 0; at < arrived.length; at += size) {
          columns.append(slicesOf(arrived.slice(at, at + size)));
          index.update(columns.view() as SlicesColumns);
        }
        let expected = 0;
        for (let time = a; time < b; time++) {
          if (rows.some(({ start, end }) => start <= time && end > time)) expected++;
        }
        expect(index.share(a, b).covered).toBeCloseTo(expected / (b - a), 10);
      }),
    );
  });

  it('adds up the time on a core of tasks one behind the other, and of how much that is known', () => {
    const rows = fc.array(
      fc.record({
        gap: fc.nat(5),
        head: fc.integer({ min: 1, max: 20 }),
        tail: fc.nat(20),
        headShare: fc.constantFrom(0, 0.25, 1, Number.NaN),
        tailShare: fc.constantFrom(0, 0.5, Number.NaN),
      }),
      { maxLength: 300 },
    );
    fc.assert(
      fc.property(rows, ranges, (made, [a, b]) => {
        let at = 0;
        const placed = made.map((row) => {
          const start = at + row.gap;
          const runEnd = start + row.head;
          at = runEnd + row.tail;
          return { ...row, start, runEnd, end: at };
        });
        const columns: SlicesColumns = {
          ...slicesOf(placed),
          runEnd: Float64Array.from(placed, (row) => row.runEnd),
          head: Float32Array.from(placed, (row) => row.headShare),
          tail: Float32Array.from(placed, (row) => row.tailShare),
        };
        let running = 0;
        let measured = 0;
        for (const row of placed) {
          for (const [from, to, share] of [
            [row.start, row.runEnd, row.headShare],
            [row.runEnd, row.end, row.tailShare],
          ] as const) {
            if (Number.isNaN(share)) continue;
            running += shared(a, b, from, to) * share;
            measured += shared(a, b, from, to);
          }
        }
        const share = new SlicesIndex(columns).share(a, b);
        expect(share.running).toBeCloseTo(running / (b - a), 9);
        expect(share.measured).toBeCloseTo(measured / (b - a), 9);
      }),
    );
  });

  it('finds all rows that overlap a range, and the task that holds a slot at a time', () => {
    fc.assert(
      fc.property(tasks, ranges, (rows, [a, b]) => {
        const sorted = rows.toSorted((one, other) => one.start - other.start);
        const columns = slicesOf(sorted);
        const index = new SlicesIndex(columns);
        const { first, end } = index.rowsWithin(a, b);
        const within = sorted.flatMap((task, row) => (task.start < b && task.end > a ? row : []));
        expect(within.every((row) => row >= first && row < end)).toBe(true);
        const hit = sliceAt(columns, a, 0, index);
        const under = sorted.flatMap((task, row) => (task.start <= a && task.end > a ? row : []));
        expect(hit).toBe(under.at(-1) ?? -1);
      }),
    );
  });
});

describe('ExtremesIndex', () => {
  it('gives the smallest and the largest value of any rows, also after it has grown', () => {
    const rows = fc.tuple(fc.nat(400), fc.nat(400));
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { maxLength: 400 }), rows, fc.nat(400), (values, [a, b], cut) => {
        const value = Float64Array.from(values);
        const columns: CounterColumns = { time: value, value };
        const index = new ExtremesIndex();
        index.update({ time: value.slice(0, cut), value: value.slice(0, cut) });
        index.update(columns);
        const first = Math.min(a, b, value.length);
        const end = Math.min(Math.max(a, b), value.length);
        const within = [...value].slice(first, end);
        expect(index.extremes(columns, first, end)).toEqual({ min: Math.min(...within), max: Math.max(...within) });
      }),
    );
  });
});
