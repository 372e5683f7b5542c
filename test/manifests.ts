/** Manifests for tests, with everything they don't say filled in. */
import type { ComparisonManifest } from '../src/core/trace/comparison';
import type { Machine } from '../src/core/trace/machine';
import { kindOfMode } from '../src/core/trace/interpreter-modes';
import { type Mode, type RunManifest, type RunOutcome } from '../src/core/trace/run';

export const machine: Machine = {
  logicalCores: 4,
  physicalCores: 2,
  model: 'Test 3000',
  memoryBytes: 8e9,
  os: 'Linux',
  kernel: '6.0',
  node: '22.0.0',
  electron: null,
};

export function outcome(more: Partial<RunOutcome> = {}): RunOutcome {
  return {
    items: 10,
    tasksFinished: 10,
    checksum: 'c0ffee',
    startupCpuMs: 5,
    workCpuMs: 1000,
    startupMs: 10,
    workMs: 1000,
    eventLoops: [],
    output: { tail: '', bytes: 0 },
    ...more,
  };
}

/** A finished run that took `workMs`; with `null` one that has no outcome. */
export function run(mode: Mode, workMs: number | null, more: Partial<RunManifest> = {}): RunManifest {
  return {
    schema: 'juggler.run/1',
    id: `${mode}-${more.repeat ?? 1}`,
    mode,
    workers: mode === 'threads' || mode === 'processes' ? 4 : 1,
    inFlight: 64,
    repeat: 1,
    status: 'done',
    startedAt: '2026-01-01T00:00:00.000Z',
    capabilities: {},
    ...(workMs === null ? {} : { outcome: outcome({ workMs, workCpuMs: workMs }) }),
    ...more,
  };
}

/** As many repeats of a mode as there are times. */
export function repeats(mode: Mode, times: readonly number[]): RunManifest[] {
  return times.map((time, index) => run(mode, time, { repeat: index + 1, id: `${mode}-${index + 1}` }));
}

export function comparison(runs: readonly RunManifest[]): ComparisonManifest {
  return {
    schema: 'juggler.comparison-file/1',
    id: 'c-1',
    name: 'Primes',
    createdAt: '2026-01-01T00:00:00.000Z',
    version: '0.1.0',
    machine,
    spec: {
      workload: { kind: 'built-in', id: 'primes', title: 'Primes', items: 10, seed: 1, parameters: { limit: 1000 } },
      modes: [...new Set(runs.flatMap(({ mode }) => kindOfMode(mode) ?? []))],
      workers: 4,
      inFlight: 64,
      repeats: Math.max(0, ...runs.map((each) => each.repeat)),
      timeLimitMs: null,
    },
    runs,
    notes: '',
    view: null,
  };
}
