import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockedReasons, stateTimes } from '../../../../src/core/analysis/thread-states';
import { noCore, threadStates, type StatesColumns, type ThreadState } from '../../../../src/core/trace/track';

type Piece = readonly [lengthMs: number, state: ThreadState, core?: number];

/** Intervals one behind the other, from 0 on. */
function statesOf(pieces: readonly Piece[]): StatesColumns {
  let at = 0;
  const rows = pieces.map(([length, state, core]) => {
    const start = at;
    at += length * 1e6;
    return { start, end: at, state: threadStates.indexOf(state), core: core ?? noCore };
  });
  return {
    start: Float64Array.from(rows, (row) => row.start),
    end: Float64Array.from(rows, (row) => row.end),
    state: Uint8Array.from(rows, (row) => row.state),
    core: Uint16Array.from(rows, (row) => row.core),
    flags: new Uint8Array(rows.length),
  };
}

const columns = statesOf([
  [10, 'running', 0],
  [20, 'io'],
  [5, 'runnable'],
  [10, 'running', 1],
  // It comes in pieces, and is one stretch.
  [10, 'running', 1],
  [15, 'gil'],
  [30, 'running', 0],
]);

describe('stateTimes', () => {
  it('adds up where the time of a thread went, how often it got a core, and how often another one', () => {
    const cores = new Map<number, number>();
    const times = stateTimes(columns, { start: 0, end: 100e6 }, cores);
    expect(times).toMatchObject({ onCpuMs: 60, runnableMs: 5, unknownMs: 0, switches: 3, migrations: 2 });
    expect(times.blockedMs).toMatchObject({ io: 20, gil: 15, lock: 0 });
    expect(Object.fromEntries(cores)).toEqual({ 0: 40e6, 1: 20e6 });
  });

  it('of a range it counts what lies in it', () => {
    const times = stateTimes(columns, { start: 5e6, end: 40e6 }, new Map());
    expect(times).toMatchObject({ onCpuMs: 10, runnableMs: 5, switches: 1 });
    expect(times.blockedMs.io).toBe(20);
  });

  it('the times of any range add up to how long the thread was there', () => {
    const piece = fc.tuple(fc.integer({ min: 1, max: 50 }), fc.constantFrom(...threadStates), fc.nat(3));
    const range = fc
      .tuple(fc.nat(1000), fc.nat(1000))
      .map(([a, b]) => ({ start: Math.min(a, b) * 1e6, end: Math.max(a, b) * 1e6 }));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), range, (pieces, within) => {
        const life = pieces.reduce((sum, [length]) => sum + length, 0) * 1e6;
        const times = stateTimes(statesOf(pieces), within, new Map());
        const blocked = blockedReasons.reduce((sum, reason) => sum + times.blockedMs[reason], 0);
        const there = Math.max(0, Math.min(life, within.end) - within.start) / 1e6;
        expect(times.onCpuMs + times.runnableMs + blocked + times.unknownMs).toBeCloseTo(there, 6);
      }),
    );
  });
});
