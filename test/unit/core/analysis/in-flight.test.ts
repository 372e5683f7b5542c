import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StepBlocks } from '../../../../src/core/analysis/in-flight/step-blocks';
import { RecordingIndex } from '../../../../src/core/analysis/recording-index';
import type { RecordingChunk } from '../../../../src/core/trace/chunk';
import { emptyRecording } from '../../../../src/core/trace/recording';
import { RecordingBuilder } from '../../../../src/core/trace/recording-builder';

const nothing: RecordingChunk = { lanes: [], tracks: [], strings: [], rows: [], open: [], seenUntil: 0 };
const introduced: RecordingChunk = {
  ...nothing,
  lanes: [{ id: 0, kind: 'thread', name: 'main', parent: null }],
  tracks: [
    { id: 0, lane: 0, kind: 'slices', name: 'tasks' },
    { id: 1, lane: 0, kind: 'slices', name: 'tasks' },
  ],
};

interface Task {
  readonly start: number;
  readonly end: number;
  /** 0: one behind the other; 1: as they come. */
  readonly track: number;
}

/** What a recorder sends when it has seen everything up to `to`, and everything up to `from` before. */
function chunkOf(tasks: readonly Task[], from: number, to: number): RecordingChunk {
  const rows = [0, 1].map((track) => {
    const ended = tasks.filter((task) => task.track === track && task.end > from && task.end <= to);
    ended.sort((a, b) => a.end - b.end);
    const end = Float64Array.from(ended, (task) => task.end);
    const columns = {
      start: Float64Array.from(ended, (task) => task.start),
      end,
      runEnd: end,
      id: new Uint32Array(ended.length),
      slot: new Uint16Array(ended.length).fill(track),
      head: new Float32Array(ended.length),
      tail: new Float32Array(ended.length),
      flags: new Uint8Array(ended.length),
    };
    return { track, kind: 'slices' as const, columns };
  });
  const flying = tasks.filter(({ start, end }) => start <= to && end > to);
  const open = [0, 1].map((track) => {
    const start = Float64Array.from(flying.filter((task) => task.track === track).map((task) => task.start));
    return { track, start, id: new Uint32Array(start.length), slot: new Uint16Array(start.length) };
  });
  return { ...nothing, rows, open, seenUntil: to };
}

const ms = 1e6;
const until = 3700 * ms;
const overlapping = fc
  .tuple(fc.nat(3000), fc.integer({ min: 1, max: 600 }))
  .map(([start, length]): Task => ({ start: start * ms, end: (start + length) * ms, track: 1 }));
/** Gaps and lengths of tasks one behind the other. */
const following = fc.array(fc.tuple(fc.nat(20), fc.integer({ min: 1, max: 30 })), { maxLength: 60 }).map((pairs) => {
  let at = 0;
  return pairs.map(([gap, length]): Task => {
    const start = at + gap * ms;
    at = start + length * ms;
    return { start, end: at, track: 0 };
  });
});
const time = fc.nat(3700).map((at) => at * ms);
const range = fc.tuple(time, time).map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) + ms }));

/** By looking at every task. */
const countAt = (tasks: readonly Task[], at: number): number =>
  tasks.filter(({ start, end }) => start <= at && end > at).length;
const edgesOf = (tasks: readonly Task[]): number[] =>
  [...new Set(tasks.flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b);
const mostWithin = (tasks: readonly Task[], { start, end }: { start: number; end: number }): number =>
  Math.max(
    countAt(tasks, start),
    ...edgesOf(tasks).flatMap((at) => (at > start && at < end ? [countAt(tasks, at)] : [])),
  );

describe('InFlight', () => {
  it('extended snapshot by snapshot it counts what looking at every task counts', () => {
    fc.assert(
      fc.property(
        fc.array(overlapping, { maxLength: 60 }),
        following,
        fc.array(time, { maxLength: 6 }),
        range,
        fc.boolean(),
        (some, others, cuts, within, told) => {
          const tasks = [...some, ...others];
          const builder = new RecordingBuilder();
          builder.append(introduced);
          const index = new RecordingIndex(emptyRecording);
          let from = -1;
          for (const to of [...new Set([...cuts, until])].toSorted((a, b) => a - b)) {
            const chunk = chunkOf(tasks, from, to);
            // A recording that is read from disk does not tell of tasks in flight.
            builder.append(told ? chunk : { ...chunk, open: [] });
            from = to;
            const seen = tasks
              .filter(({ start, end }) => end <= to || (told && start <= to))
              .map((task) => (task.end <= to ? task : { ...task, end: Infinity }));
            const { inFlight } = index.update(builder.snapshot());
            expect(inFlight.max).toBe(Math.max(0, ...edgesOf(seen).map((at) => countAt(seen, at))));
            expect(inFlight.at(within.start)).toBe(countAt(seen, within.start));
            expect(inFlight.maxWithin(within)).toBe(mostWithin(seen, within));
          }
          const { inFlight } = index;
          const edges = edgesOf(tasks).filter((at) => at > within.start && at <= within.end);
          const { times, counts } = inFlight.steps(within.start, within.end, 1000)!;
          expect([...times]).toEqual(edges);
          expect([...counts]).toEqual(edges.map((at) => countAt(tasks, at)));
          const marks = [within.start, ...edges, within.end];
          const atLeastTwo = marks
            .slice(1)
            .reduce((sum, at, before) => sum + (countAt(tasks, marks[before]!) >= 2 ? at - marks[before]! : 0), 0);
          expect(inFlight.shareAtLeast(2, within)).toBeCloseTo(atLeastTwo / (within.end - within.start), 9);
        },
      ),
    );
  });

  it('has peaks that are those of each part, looked at closely', () => {
    fc.assert(
      fc.property(
        fc.array(overlapping, { maxLength: 80 }),
        range,
        fc.integer({ min: 1, max: 30 }),
        (tasks, within, parts) => {
          const builder = new RecordingBuilder();
          builder.append(introduced);
          builder.append(chunkOf(tasks, -1, until));
          const { inFlight } = new RecordingIndex(builder.snapshot());
          const { start, end } = within;
          const peaks = inFlight.peaks(start, end, parts);
          for (let part = 0; part < parts; part++) {
            const at = (index: number): number => start + ((end - start) * index) / parts;
            const least = mostWithin(tasks, { start: at(part) + 1, end: at(part + 1) - 1 });
            const most = mostWithin(tasks, { start: at(part) - 1, end: at(part + 1) + 1 });
            expect(peaks[part]).toBeGreaterThanOrEqual(least);
            expect(peaks[part]).toBeLessThanOrEqual(most);
          }
        },
      ),
    );
  });

  it('of many tasks it keeps peaks of blocks, and knows the same', () => {
    // Saw teeth: up to 9 at once, and at one place 12.
    const tasks = Array.from({ length: 90_000 }, (_, index): Task => {
      const tooth = Math.floor(index / 9) * 10 * ms;
      return { start: tooth + (index % 9) * ms, end: tooth + 9.5 * ms, track: 1 };
    });
    const extra = [1, 2, 3].map((): Task => ({ start: 50_508.2 * ms, end: 50_508.4 * ms, track: 1 }));
    const builder = new RecordingBuilder();
    builder.append(introduced);
    builder.append(chunkOf([...tasks, ...extra], -1, Infinity));
    const { inFlight } = new RecordingIndex(builder.snapshot());
    expect(inFlight.max).toBe(12);
    expect(inFlight.maxWithin({ start: 0, end: 100_000 * ms })).toBe(12);
    expect(inFlight.maxWithin({ start: 0, end: 50_508 * ms })).toBe(9);
    expect(inFlight.maxWithin({ start: 50_508.4 * ms, end: 100_000 * ms })).toBe(9);
    expect(inFlight.steps(0, 100_000 * ms, 1000)).toBeNull();
    const peaks = inFlight.peaks(0, 100_000 * ms, 100);
    expect(Math.max(...peaks)).toBe(12);
    expect(peaks.filter((peak) => peak === 9)).toHaveLength(99);
    expect(inFlight.bytes).toBeLessThan(tasks.length * 4);
  });
});

describe('StepBlocks', () => {
  it('knows the peak of the blocks within a range, and where they lie', () => {
    const blocks = new StepBlocks();
    const count = 320;
    const times = Float64Array.from({ length: count }, (_, step) => step);
    const counts = Uint32Array.from({ length: count }, (_, step) => (step * 7) % 101);
    for (let at = 0; at < count; at += 50) {
      blocks.append({ before: 0, times: times.subarray(at, at + 50), counts: counts.subarray(at, at + 50) });
    }
    expect(blocks.length).toBe(10);
    expect(blocks.peakWithin(33, 200)).toEqual({ peak: Math.max(...counts.subarray(64, 192)), from: 64, to: 192 });
    expect(blocks.peakWithin(33, 63)).toBeNull();
  });
});
