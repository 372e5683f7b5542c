import { describe, expect, it } from 'vitest';
import { nanos } from '../../../src/core/base/nanos';
import { LoopSampler } from '../../../src/workers/measure/loop-sampler';

function sampler() {
  let now = 0;
  const windows: { at: number; lagMax: number }[] = [];
  const loop = new LoopSampler(
    () => nanos(now),
    10,
    (at, lagMax) => windows.push({ at: at / 1e6, lagMax: lagMax / 1e6 }),
  );
  const tickAfter = (...ms: number[]): void => {
    for (const elapsed of ms) {
      now += elapsed * 1e6;
      loop.tick();
    }
  };
  return { loop, windows, tickAfter, pass: (ms: number) => void (now += ms * 1e6) };
}

describe('LoopSampler', () => {
  it('tells the worst delay of every window of 50 ms', () => {
    const { windows, tickAfter } = sampler();
    tickAfter(10, 12, 10, 10, 10, 10, 310, 10, 10);
    expect(windows).toEqual([
      { at: 52, lagMax: 2 },
      { at: 372, lagMax: 300 },
    ]);
  });

  it('the summary is of the work alone, with the delay that is still going on at its end', () => {
    const { loop, tickAfter, pass } = sampler();
    tickAfter(500);
    loop.beginWork();
    pass(2000);
    const { p50, max } = loop.endWork();
    expect(max / 1e6).toBe(1990);
    // What is due at any moment of a block waits for half of it.
    expect(p50 / 1e6).toBeCloseTo(995, -1);
  });

  it('a block that begins right after a window’s end is seen', () => {
    const { windows, tickAfter } = sampler();
    tickAfter(10, 10, 10, 10, 10);
    tickAfter(310);
    expect(windows.at(-1)).toEqual({ at: 360, lagMax: 300 });
  });
});
