/* Manifests of comparisons that never ran: for benchmarks of what shows them. */
import type { ComparisonManifest } from '../../../src/core/trace/comparison';
import type { Machine } from '../../../src/core/trace/machine';
import type { RunManifest } from '../../../src/core/trace/run';

export const syntheticMachine = (cores: number): Machine => ({
  logicalCores: cores,
  physicalCores: cores / 2,
  model: 'simulated',
  memoryBytes: 2 ** 37,
  os: 'simulated',
  kernel: '0',
  node: process.versions.node,
  electron: null,
});

export const syntheticRun = (workers: number, status: RunManifest['status']): RunManifest => ({
  schema: 'juggler.run/1',
  id: 'run-1',
  mode: 'threads',
  workers,
  inFlight: 64,
  repeat: 1,
  status,
  startedAt: '2026-01-01T00:00:00.000Z',
  capabilities: { tasks: { quality: 'exact' }, cores: { quality: 'sampled', periodMs: 50 } },
});

export const syntheticComparison = (
  id: string,
  name: string,
  machine: Machine,
  run: RunManifest,
  items: number,
): ComparisonManifest => ({
  schema: 'juggler.comparison-file/1',
  id,
  name,
  createdAt: '2026-01-01T00:00:00.000Z',
  version: '0.0.0',
  machine,
  spec: {
    workload: { kind: 'built-in', id: 'primes', title: 'Primes', items, seed: 1, parameters: {} },
    modes: ['threads'],
    workers: run.workers,
    inFlight: 64,
    repeats: 1,
    timeLimitMs: null,
  },
  runs: [run],
  notes: '',
  view: null,
});
