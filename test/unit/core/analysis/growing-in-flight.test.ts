import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { GrowingInFlight } from '../../../../src/core/analysis/growing-in-flight';
import { inFlightSteps } from '../../../../src/core/analysis/in-flight';
import type { RecordingChunk } from '../../../../src/core/trace/chunk';
import { RecordingBuilder } from '../../../../src/core/trace/recording-builder';

const nothing: RecordingChunk = { lanes: [], tracks: [], strings: [], rows: [], open: [], seenUntil: 0 };
const introduced: RecordingChunk = {
  ...nothing,
  lanes: [{ id: 0, kind: 'thread', name: 'main', parent: null }],
  tracks: [{ id: 0, lane: 0, kind: 'slices', name: 'tasks' }],
};

interface Task {
  readonly start: number;
  readonly end: number;
}

/** What a recorder sends when it has seen everything up to `to`, and everything up to `from` before. */
function chunkOf(tasks: readonly Task[], from: number, to: number): RecordingChunk {
  const ended = tasks.filter(({ end }) => end > from && end <= to).toSorted((a, b) => a.end - b.end);
  const open = tasks.filter(({ start, end }) => start <= to && end > to);
  const ends = Float64Array.from(ended, ({ end }) => end);
  const columns = {
    start: Float64Array.from(ended, ({ start }) => start),
    end: ends,
    runEnd: ends,
    id: new Uint32Array(ended.length),
    slot: new Uint16Array(ended.length),
    head: new Float32Array(ended.length),
    tail: new Float32Array(ended.length),
    flags: new Uint8Array(ended.length),
  };
  const inFlight = { start: Float64Array.from(open, ({ start }) => start), id: new Uint32Array(open.length) };
  return {
    ...nothing,
    rows: [{ track: 0, kind: 'slices', columns }],
    open: [{ track: 0, ...inFlight, slot: new Uint16Array(open.length) }],
    seenUntil: to,
  };
}

const ms = 1e6;
const task = fc
  .tuple(fc.nat(3000), fc.integer({ min: 1, max: 600 }))
  .map(([start, length]) => ({ start: start * ms, end: (start + length) * ms }));
const cut = fc.nat(3700).map((time) => time * ms);

it('extended snapshot by snapshot it has the steps of the whole recording, with overlapping tasks and late rows', () => {
  fc.assert(
    fc.property(
      fc.array(task, { maxLength: 80 }),
      fc.array(cut, { maxLength: 8 }),
      fc.boolean(),
      (tasks, cuts, told) => {
        const builder = new RecordingBuilder();
        builder.append(introduced);
        const growing = new GrowingInFlight();
        let from = -1;
        let before: number[] = [];
        for (const to of [...new Set([...cuts, 3700 * ms])].toSorted((a, b) => a - b)) {
          const chunk = chunkOf(tasks, from, to);
          // A recording that is read from disk does not tell of tasks in flight.
          builder.append(told ? chunk : { ...chunk, open: [] });
          const recording = builder.snapshot();
          const { columns, unchanged } = growing.update(recording);
          const { times, counts } = inFlightSteps(recording);
          expect([...columns.time]).toEqual([...times]);
          expect([...columns.value]).toEqual([...counts]);
          expect([...columns.time.subarray(0, unchanged)]).toEqual(before.slice(0, unchanged));
          before = [...columns.time];
          from = to;
        }
      },
    ),
  );
});

it('does not touch what is settled', () => {
  const tasks = Array.from({ length: 2000 }, (_, index) => ({ start: index * ms, end: (index + 1) * ms }));
  const builder = new RecordingBuilder();
  builder.append(introduced);
  builder.append(chunkOf(tasks, -1, 1900 * ms));
  const growing = new GrowingInFlight();
  expect(growing.update(builder.snapshot()).unchanged).toBe(0);
  builder.append(chunkOf(tasks, 1900 * ms, 2000 * ms));
  expect(growing.update(builder.snapshot()).unchanged).toBe(1650);
});
