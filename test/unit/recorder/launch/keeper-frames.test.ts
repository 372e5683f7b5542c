import { describe, expect, it } from 'vitest';
import { frame, FrameReader, numbers } from '../../../../src/recorder/launch/keeper-frames';

describe('frames between Node and the keeper', () => {
  it('are put together from pieces of any length', () => {
    const whole = Buffer.concat([frame('S', numbers(15)), frame('Q'), frame('T', numbers(1, -2, 3))]);
    for (const size of [1, 2, 3, 7, whole.length]) {
      const reader = new FrameReader();
      const frames = [];
      for (let at = 0; at < whole.length; at += size) frames.push(...reader.push(whole.subarray(at, at + size)));
      expect(frames.map(({ type, payload }) => [type, [...new Int32Array(Uint8Array.from(payload).buffer)]])).toEqual([
        ['S', [15]],
        ['Q', []],
        ['T', [1, -2, 3]],
      ]);
    }
  });
});
