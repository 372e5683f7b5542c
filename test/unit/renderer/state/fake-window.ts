import { packChunk, type PackedChunk } from '../../../../src/core/trace/pack-chunk';
import type { ComparisonManifest } from '../../../../src/core/trace/comparison';
import type { RunManifest } from '../../../../src/core/trace/run';
import { recordingOf } from '../../../../src/renderer/state/recordings';
import { runKey } from '../../../../src/renderer/state/run-key';

/** Every comparison has a run of this id, as the real ones have. */
export const runId = 'serial-1';

export const runOf = (status: RunManifest['status'] = 'done', id = runId): RunManifest => ({
  schema: 'juggler.run/1',
  id,
  mode: 'serial',
  workers: 1,
  inFlight: 1,
  repeat: 1,
  status,
  startedAt: '2026-01-01T00:00:00.000Z',
  capabilities: {},
});

export const comparisonOf = (id: string, some: Partial<ComparisonManifest> = {}): ComparisonManifest => ({
  schema: 'juggler.comparison-file/1',
  id,
  name: id,
  createdAt: '2026-01-01T00:00:00.000Z',
  version: '0.1.0',
  machine: {
    logicalCores: 2,
    physicalCores: 2,
    model: 'a machine',
    memoryBytes: 1,
    os: 'an os',
    kernel: '1',
    node: '20',
    electron: null,
  },
  spec: {
    workload: { kind: 'built-in', id: 'primes', title: 'Primes', items: 4, seed: 1, parameters: {} },
    modes: ['serial'],
    workers: 2,
    inFlight: 64,
    repeats: 1,
    timeLimitMs: null,
  },
  runs: [],
  notes: '',
  view: null,
  ...some,
});

/** A recording that tells whose it is: one row with this value. */
export const chunkWith = (value: number): PackedChunk =>
  packChunk({
    lanes: [{ id: 0, kind: 'machine', name: 'machine', parent: null }],
    tracks: [{ id: 0, lane: 0, kind: 'counter', name: 'value', unit: 'count' }],
    strings: [],
    rows: [{ track: 0, kind: 'counter', columns: { time: Float64Array.of(1), value: Float64Array.of(value) } }],
    open: [],
    seenUntil: 1,
  });

/** The values of all rows that the window has of a comparison's run. */
export function valuesOf(comparison: string, run = runId): number[] {
  return recordingOf(runKey(comparison, run)).tracks.flatMap((track) =>
    track.kind === 'counter' ? [...track.columns.value] : [],
  );
}
