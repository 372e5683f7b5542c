import { expect, it } from 'vitest';
import { findTracks } from '../../../../src/core/trace/find-tracks';
import { RecordingBuilder } from '../../../../src/core/trace/recording-builder';
import { ChunkBuilder } from '../../../../src/recorder/assemble/chunk-builder';
import { RecorderCost } from '../../../../src/recorder/assemble/recorder-cost';

const ms = (count: number): bigint => BigInt(count) * 1_000_000n;

it('tells the recorder’s CPU time since t = 0, also where that is known later', () => {
  const builder = new ChunkBuilder();
  const machine = builder.addLane({ kind: 'machine', name: 'machine', parent: null });
  const start = process.hrtime.bigint();
  let [epoch, used]: [bigint | null, number] = [null, 5e6];
  const cost = new RecorderCost(
    builder,
    machine,
    () => epoch,
    () => used,
  );
  used = 9e6;
  cost.sample(start + ms(1000));
  epoch = start + ms(1200);
  used = 11e6;
  // A quarter of it was used before t = 0, as far as is known.
  cost.sample(start + ms(1800));
  cost.sample(start + ms(1810));
  used = 20e6;
  cost.sample(start + ms(1900), true);
  const recording = new RecordingBuilder();
  recording.append(builder.take([], 1e9));
  const [track] = findTracks(recording.snapshot(), 'counter', 'recorder');
  expect([...track!.columns.time]).toEqual([0, 600e6, 700e6]);
  expect([...track!.columns.value]).toEqual([0, 1.5e6, 10.5e6]);
});
