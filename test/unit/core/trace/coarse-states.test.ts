import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stateTimes } from '../../../../src/core/analysis/thread-states';
import { coarseStates } from '../../../../src/core/trace/coarse-states';
import { RecordingBuilder } from '../../../../src/core/trace/recording-builder';
import { noCore, stateFlags, trackNames, type StatesColumns } from '../../../../src/core/trace/track';

const isRunning = (row: number): boolean => row % 2 === 0;

/** Intervals one behind the other: each runs on a core, or waits. */
function alternating(count: number, lengthNs: (row: number) => number): StatesColumns {
  const start = new Float64Array(count);
  const end = new Float64Array(count);
  let at = 0;
  for (let row = 0; row < count; row++) {
    start[row] = at;
    end[row] = at += lengthNs(row);
  }
  return {
    start,
    end,
    state: Uint8Array.from(start, (_, row) => (isRunning(row) ? 0 : 2 + (row % 3))),
    core: Uint16Array.from(start, (_, row) => (isRunning(row) ? row % 4 : noCore)),
    flags: new Uint8Array(count),
  };
}

describe('coarseStates', () => {
  it('keeps how long each state was, and each core, to the last ns', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5_000_000 }), { minLength: 1, maxLength: 400 }), (lengths) => {
        const columns = alternating(lengths.length, (row) => lengths[row]!);
        const last = columns.end.at(-1)!;
        const coarse = coarseStates(columns, last * 0.7, 50e6);
        const [before, after] = [new Map<number, number>(), new Map<number, number>()];
        const all = { start: 0, end: last };
        const { switches, migrations, ...times } = stateTimes(columns, all, before);
        expect(stateTimes(coarse, all, after)).toMatchObject(times);
        expect([switches, migrations].every((count) => count >= 0)).toBe(true);
        expect(after.size).toBe(before.size);
        for (const [core, length] of before) expect(after.get(core)).toBeCloseTo(length, 3);
        // They follow one another as before.
        for (let row = 1; row < coarse.start.length; row++) {
          expect(coarse.start[row]!).toBeGreaterThanOrEqual(coarse.end[row - 1]! - 1e-3);
        }
      }),
    );
  });

  it('leaves what is behind the time, and windows with few intervals, as they are', () => {
    const columns = alternating(1000, () => 1e6);
    const coarse = coarseStates(columns, 500e6, 100e6);
    expect(coarse.start.length).toBe(5 * 5 + 500);
    expect(coarse.flags.slice(0, 25).every((flags) => flags === stateFlags.estimated)).toBe(true);
    expect(coarse.flags.slice(25).every((flags) => flags === 0)).toBe(true);
    expect(coarseStates(columns, 500e6, 10e6)).toEqual(columns);
  });
});

describe('a recording without end', () => {
  it('holds no more than its limit, says from when on it is whole, and keeps its sums', () => {
    const limit = 20_000;
    const builder = new RecordingBuilder(limit);
    const thread = { id: 0, kind: 'thread', name: 'main', parent: null } as const;
    const track = { id: 0, lane: 0, kind: 'states', name: trackNames.states } as const;
    const rows = 1000;
    for (let chunk = 0; chunk < 200; chunk++) {
      const columns = alternating(rows, () => 1e5);
      for (let row = 0; row < rows; row++) {
        columns.start[row]! += chunk * rows * 1e5;
        columns.end[row]! += chunk * rows * 1e5;
      }
      builder.append({
        lanes: chunk === 0 ? [thread] : [],
        tracks: chunk === 0 ? [track] : [],
        strings: [],
        rows: [{ track: 0, kind: 'states', columns }],
        open: [],
        seenUntil: (chunk + 1) * rows * 1e5,
      });
      expect(builder.snapshot().tracks[0]!.rows).toBeLessThanOrEqual(limit);
    }
    const { tracks, coarseUntil, seenUntil } = builder.snapshot();
    expect(coarseUntil).toBeGreaterThan(seenUntil / 2);
    expect(coarseUntil).toBeLessThan(seenUntil);
    const { columns, turns } = tracks[0]!;
    const coarse = { until: coarseUntil, turns: turns! };
    const whole = { start: 0, end: seenUntil };
    const { onCpuMs, switches, migrations } = stateTimes(columns as StatesColumns, whole, new Map(), coarse);
    expect(onCpuMs).toBeCloseTo(seenUntil / 2e6, 3);
    // It ran every second time, on one core and the other in turn.
    expect([switches, migrations]).toEqual([100_000, 99_999]);
  });
});
