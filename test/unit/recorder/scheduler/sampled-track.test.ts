import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ThreadState } from '../../../../src/core/trace/track';
import { SamplingBudget } from '../../../../src/recorder/scheduler/sampled/budget';
import { SampledTrack } from '../../../../src/recorder/scheduler/sampled/sampled-track';
import { parseAccount, parseLook } from '../../../../src/recorder/scheduler/sampled/thread-files';

interface Told {
  readonly start: number;
  readonly end: number;
  readonly state: ThreadState;
  readonly core: number | null;
}

const ms = 1e6;
const nothing = (): void => {};

function track(from = { ran: 0, wanted: 0 }) {
  const told: Told[] = [];
  const sampled = new SampledTrack(1, 2, 0, from, {
    process: nothing,
    thread: nothing,
    renamed: nothing,
    ended: nothing,
    lost: nothing,
    interval: (_tid, start, end, state, core) => told.push({ start, end, state, core }),
  });
  let turns = 0;
  const take = (at: number, ran: number, wanted: number, letter: 'R' | 'S') =>
    sampled.take({
      at: at * ms,
      account: { ran: ran * ms, wanted: wanted * ms, turns: turns++ },
      isReady: letter === 'R',
      core: 1,
      reason: letter === 'S' ? 'sleep' : null,
    });
  const total = (state: ThreadState) =>
    told.filter((one) => one.state === state).reduce((sum, { start, end }) => sum + end - start, 0) / ms;
  return { sampled, told, take, total };
}

const plain = ({ start, end, state }: Told) => `${start / ms}–${end / ms} ${state}`;

describe('SampledTrack', () => {
  it('puts what it did between two waits first, and then the wait', () => {
    const { sampled, told, take } = track();
    take(5, 2, 1, 'S');
    sampled.still(10 * ms);
    sampled.flush();
    expect(told.map(plain)).toEqual(['0–2 running', '2–3 runnable', '3–10 sleep']);
    expect(told[0]!.core).toBe(1);
  });

  it('puts the wait first when it runs at the end of it', () => {
    const { sampled, told, take } = track();
    take(5, 1, 0, 'S');
    take(10, 3, 1, 'R');
    sampled.flush();
    expect(told.map(plain)).toEqual(['0–1 running', '1–7 sleep', '7–8 runnable', '8–10 running']);
  });

  it('tells a thread on its core ahead of an account that only moves with the tick', () => {
    const { sampled, told, take } = track();
    take(5, 4, 0, 'R');
    take(10, 8, 0, 'R');
    take(15, 13, 0, 'S');
    sampled.flush();
    expect(told.map(plain)).toEqual(['0–13 running', '13–15 sleep']);
  });

  it('leaves away what the process had used before it became the program', () => {
    const { sampled, take, total } = track({ ran: 7 * ms, wanted: ms });
    take(5, 9, 1, 'S');
    sampled.flush();
    expect([total('running'), total('runnable'), total('sleep')]).toEqual([2, 0, 3]);
  });

  it('has the totals of the account once the thread waits, and no gap', () => {
    // Pieces of a life: it wants, runs, and waits for so many ms, and is looked at after the piece, or not.
    const piece = fc.record({ wanted: fc.nat(9), ran: fc.nat(9), waited: fc.nat(9), isSeen: fc.boolean() });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 50 }), (pieces) => {
        const { sampled, told, take, total } = track();
        let [at, ran, wanted] = [0, 0, 0];
        for (const one of [...pieces, { wanted: 0, ran: 0, waited: 1, isSeen: true }]) {
          at += one.wanted + one.ran + one.waited;
          ran += one.ran;
          wanted += one.wanted;
          if (one.isSeen) take(at, ran, wanted, one.waited > 0 ? 'S' : 'R');
        }
        sampled.end(at * ms);
        for (const [index, { start, end }] of told.entries()) {
          expect(start).toBe(index === 0 ? 0 : told[index - 1]!.end);
          expect(end).toBeGreaterThan(start);
        }
        expect(told.at(-1)!.end).toBe(at * ms);
        // What it did right before its last look is told ahead of the account by no more than a tick.
        expect(total('running')).toBeGreaterThanOrEqual(ran);
        expect(total('running')).toBeLessThanOrEqual(ran + 10);
      }),
    );
  });
});

describe('SamplingBudget', () => {
  it('samples as often as it may, and no more often than is of use', () => {
    const budget = new SamplingBudget();
    expect(budget.periodMs).toBe(5);
    for (let sample = 0; sample < 9; sample++) budget.spent(0.1);
    expect(budget.periodMs).toBe(5);
    for (let sample = 0; sample < 9; sample++) budget.spent(2);
    expect(budget.periodMs).toBe(40);
  });

  it('is not misled by a sample that lost its core', () => {
    const budget = new SamplingBudget();
    for (const cost of [0.1, 0.1, 80, 0.1, 0.1]) budget.spent(cost);
    expect(budget.periodMs).toBe(5);
  });
});

describe('what the kernel says of a thread', () => {
  it('is read from schedstat', () => {
    expect(parseAccount('123456789 4567 89\n')).toEqual({ ran: 123456789, wanted: 4567, turns: 89 });
  });

  it('is read from stat, whatever the name', () => {
    const fields = Array.from({ length: 50 }, (_, index) => index + 3);
    const line = `42 (a) R (b) S ${fields.slice(1).join(' ')}`;
    expect(parseLook(line)).toEqual({ name: 'a) R (b', letter: 'S', core: 39 });
  });
});
