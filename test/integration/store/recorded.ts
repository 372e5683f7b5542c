import type { RecordingChunk } from '../../../src/core/trace/chunk';
import type { ComparisonManifest } from '../../../src/core/trace/comparison';
import type { Mode, RunManifest } from '../../../src/core/trace/run';

export function comparison(id: string, change: Partial<ComparisonManifest> = {}): ComparisonManifest {
  return {
    schema: 'juggler.comparison-file/1',
    id,
    name: `Primes (${id})`,
    createdAt: '2026-01-02T03:04:05.000Z',
    version: '0.1.0',
    machine: {
      logicalCores: 4,
      physicalCores: 2,
      model: 'Some processor',
      memoryBytes: 8e9,
      os: 'Debian 13',
      kernel: '6.12',
      node: '20.20.2',
      electron: null,
    },
    spec: {
      workload: { kind: 'built-in', id: 'primes', title: 'Primes', items: 8, seed: 1, parameters: { upTo: 1000 } },
      modes: ['serial', 'threads'],
      workers: 4,
      inFlight: 64,
      repeats: 1,
      timeLimitMs: null,
    },
    runs: [],
    notes: '',
    view: null,
    ...change,
  };
}

export function run(id: string, change: Partial<RunManifest> = {}): RunManifest {
  return {
    schema: 'juggler.run/1',
    id,
    mode: 'serial',
    workers: 1,
    inFlight: 1,
    repeat: 1,
    status: 'recording',
    startedAt: '2026-01-02T03:04:06.000Z',
    capabilities: { tasks: { quality: 'exact' }, scheduler: { quality: 'missing', reason: 'Not recorded.' } },
    ...change,
  };
}

export function done(id: string, mode: Mode, workMs: number): RunManifest {
  return run(id, {
    mode,
    status: 'done',
    outcome: {
      items: 8,
      tasksFinished: 8,
      checksum: 'abc',
      startupCpuMs: 1,
      workCpuMs: workMs,
      startupMs: 2,
      workMs,
      eventLoops: [],
      output: { tail: '', bytes: 0 },
    },
  });
}

/** What a run brings first: a thread with a track of tasks, a counter, and marks. */
export const firstChunk: RecordingChunk = {
  lanes: [
    { id: 0, kind: 'machine', name: 'machine', parent: null },
    { id: 1, kind: 'thread', name: 'main', parent: 0, pid: 12, worker: 0 },
  ],
  tracks: [
    { id: 0, lane: 0, kind: 'marks', name: 'phases' },
    { id: 1, lane: 1, kind: 'slices', name: 'tasks' },
    { id: 2, lane: 1, kind: 'counter', name: 'cpu', unit: 'cumulativeNanos' },
  ],
  strings: ['start', 'workStart', 'workEnd'],
  rows: [{ track: 0, kind: 'marks', columns: { time: Float64Array.of(0, 1e6), name: Uint32Array.of(0, 1) } }],
  open: [],
  seenUntil: 1e6,
};

/** Tasks `from`, `from + 1`, … of 1 ms each, and a sample of the counter. */
export function tasks(from: number, count: number, open: RecordingChunk['open'] = []): RecordingChunk {
  const start = Float64Array.from({ length: count }, (_, index) => (from + index) * 1e6);
  const end = start.map((time) => time + 1e6);
  return {
    lanes: [],
    tracks: [],
    strings: [],
    rows: [
      {
        track: 1,
        kind: 'slices',
        columns: {
          start,
          end,
          runEnd: end.slice(),
          id: Uint32Array.from({ length: count }, (_, index) => from + index),
          slot: new Uint16Array(count),
          head: new Float32Array(count).fill(0.5),
          tail: new Float32Array(count).fill(Number.NaN),
          flags: new Uint8Array(count),
        },
      },
      {
        track: 2,
        kind: 'counter',
        columns: { time: Float64Array.of((from + count) * 1e6), value: Float64Array.of(from) },
      },
    ],
    open,
    seenUntil: (from + count) * 1e6,
  };
}
