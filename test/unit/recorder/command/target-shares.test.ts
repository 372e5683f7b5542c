import { expect, it } from 'vitest';
import { ChunkBuilder } from '../../../../src/recorder/assemble/chunk-builder';
import { TargetShares } from '../../../../src/recorder/command/target-shares';

it('tells how much of each core the command took, window by window, once all of a window is known', () => {
  const builder = new ChunkBuilder();
  const shares = new TargetShares(builder);
  for (const core of [0, 1]) {
    shares.addCore(core, builder.addLane({ kind: 'core', name: `core ${core}`, parent: null, core }));
  }
  shares.add(0, 10e6, 60e6);
  shares.add(1, 0, 25e6);
  shares.add(7, 0, 25e6);
  shares.tell(99e6);
  // Too late for its window.
  shares.add(0, 0, 5e6);
  shares.add(0, 60e6, 200e6);
  shares.tell(150e6);
  const { rows } = builder.take([], 0);
  const told = rows.map(({ columns }) =>
    'time' in columns && 'value' in columns ? [[...columns.time], [...columns.value]] : [],
  );
  expect(told).toEqual([
    [
      [50e6, 100e6, 150e6],
      [0.8, 1, 1],
    ],
    [
      [50e6, 100e6, 150e6],
      [0.5, 0, 0],
    ],
  ]);
});
