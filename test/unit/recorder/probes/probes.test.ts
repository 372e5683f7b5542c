import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RecordingBuilder } from '../../../../src/core/trace/recording-builder';
import type { CounterColumns } from '../../../../src/core/trace/track';
import { trackNames } from '../../../../src/core/trace/track';
import { ChunkBuilder } from '../../../../src/recorder/assemble/chunk-builder';
import { LaneTree } from '../../../../src/recorder/assemble/lane-tree';
import { probes } from '../../../../src/recorder/probes';

const descriptors = (): number => readdirSync('/proc/self/fd').length;
const later = (at: bigint, ms: number): bigint => at + BigInt(ms) * 1_000_000n;

describe.runIf(process.platform === 'linux').each(probes)('the probe $id', ({ open, about }) => {
  it('says what it sees, fills only counters it has introduced, in order of time, and stops cleanly', () => {
    expect(about).toMatch(/\.$/);
    const before = descriptors();
    const builder = new ChunkBuilder();
    const epoch = process.hrtime.bigint();
    const run = { builder, lanes: new LaneTree(builder), pid: process.pid, epoch: () => epoch, working: () => true };
    const probe = open(run);
    if ('missing' in probe) throw new Error(probe.missing.reason);
    expect(probe.capability.quality).not.toBe('missing');
    const recording = new RecordingBuilder();
    for (let sample = 1; sample <= 20; sample++) {
      probe.sample(later(epoch, sample * 25));
      recording.append(builder.take([], 0));
    }
    probe.close();
    expect(descriptors()).toBe(before);
    const { tracks, lanes } = recording.snapshot();
    const known: readonly string[] = Object.values(trackNames);
    for (const { name, lane, kind, columns } of tracks) {
      expect(known).toContain(name);
      expect(lanes.some(({ id }) => id === lane)).toBe(true);
      expect(kind).toBe('counter');
      const { time } = columns as CounterColumns;
      for (let row = 1; row < time.length; row++) expect(time[row]).toBeGreaterThan(time[row - 1]!);
    }
  });

  it('keeps quiet while the run has not begun', () => {
    const builder = new ChunkBuilder();
    const run = { builder, lanes: new LaneTree(builder), pid: process.pid, epoch: () => null, working: () => false };
    const probe = open(run);
    if ('missing' in probe) throw new Error(probe.missing.reason);
    const now = process.hrtime.bigint();
    for (let sample = 0; sample < 300; sample++) probe.sample(later(now, sample * 25));
    probe.close();
    expect(builder.take([], 0).rows).toEqual([]);
  });
});

describe('probes', () => {
  it('have ids of their own', () => {
    expect(new Set(probes.map(({ id }) => id)).size).toBe(probes.length);
  });
});
