import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchesAhead, batchSize } from '../../../src/workers/run/batch-size';
import { itemOfWorker, queueOf, sharedQueue, sharedQueueMemory } from '../../../src/workers/run/item-queue';
import { runConcurrently, runSerially, type StartItem } from '../../../src/workers/run/run-items';
import { SlotPool } from '../../../src/workers/run/slot-pool';

describe('batchSize', () => {
  it('is one until something was measured, and about 5 ms of work after that', () => {
    expect(batchSize(null, 1000, 4)).toBe(1);
    expect(batchSize(1, 1000, 4)).toBe(5);
    expect(batchSize(0.01, 100_000, 4)).toBe(500);
    expect(batchSize(100, 1000, 4)).toBe(1);
  });

  it('never takes more than half of an even share, and always comes to an end', () => {
    const means = fc.oneof(fc.constant(null), fc.double({ min: 0, max: 1000, noNaN: true }));
    fc.assert(
      fc.property(means, fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 1, max: 64 }), (mean, items, workers) => {
        const sizes: number[] = [];
        for (let remaining = items; remaining > 0; remaining -= sizes.at(-1)!) {
          const size = batchSize(mean, remaining, workers);
          if (size < 1 || size > Math.max(1, remaining / (2 * workers))) return false;
          sizes.push(size);
        }
        return true;
      }),
    );
    expect(batchSize(1, 0, 2)).toBe(0);
  });

  it('keeps a second batch ready only where tasks are short', () => {
    expect([null, 0.1, 19, 21].map(batchesAhead)).toEqual([1, 2, 2, 1]);
  });
});

describe('SlotPool', () => {
  it('never gives one slot to two, and uses a new one only when it must', () => {
    const pool = new SlotPool(3);
    expect([pool.take(), pool.take()]).toEqual([0, 1]);
    pool.giveBack(0);
    expect([pool.take(), pool.take(), pool.take()]).toEqual([0, 2, -1]);
  });
});

describe('a queue', () => {
  it('gives each item once; a batch counts on from its first', () => {
    const queue = queueOf(['a', 'b'], 7);
    expect([queue.next(), queue.next(), queue.next()]).toEqual([7, 8, -1]);
    expect([queue.item(7), queue.item(8)]).toEqual(['a', 'b']);
  });

  it('is shared by threads, and knows who runs what', () => {
    const memory = sharedQueueMemory(2);
    const items = ['a', 'b', 'c'];
    const [first, second] = [sharedQueue(items, memory, 0), sharedQueue(items, memory, 1)];
    expect([first.next(), second.next(), first.next()]).toEqual([0, 1, 2]);
    expect([itemOfWorker(memory, 0), itemOfWorker(memory, 1)]).toEqual([2, 1]);
    expect([second.next(), first.next(), second.next()]).toEqual([-1, -1, -1]);
    expect(itemOfWorker(memory, 1)).toBeNull();
  });
});

/** Items that end when they are told to. */
function manualItems(): { start: StartItem; running: () => number[]; end: (item: number) => void; slots: number[] } {
  const ends = new Map<number, () => void>();
  const slots: number[] = [];
  return {
    slots,
    running: () => [...ends.keys()],
    end: (item) => {
      ends.get(item)!();
      ends.delete(item);
    },
    start: (index, _, slot) => {
      slots.push(slot);
      return new Promise((resolve) => ends.set(index, resolve));
    },
  };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('runConcurrently', () => {
  it('keeps so many in flight, and starts the next in the slot that is free', async () => {
    const { start, running, end, slots } = manualItems();
    const done = runConcurrently(queueOf([0, 1, 2, 3]), 2, start);
    expect(running()).toEqual([0, 1]);
    end(1);
    await turn();
    expect(running()).toEqual([0, 2]);
    expect(slots).toEqual([0, 1, 1]);
    end(0);
    end(2);
    await turn();
    end(3);
    await done;
  });

  it('runs synchronous items one after the other, without a turn of the loop', () => {
    const seen: number[] = [];
    void runConcurrently(queueOf([0, 1, 2]), 2, (index, _, slot) => {
      seen.push(index, slot);
      return null;
    });
    expect(seen).toEqual([0, 0, 1, 0, 2, 0]);
  });

  it('begins nothing more after a failure, thrown or rejected', async () => {
    const seen: number[] = [];
    const thrown = runConcurrently(queueOf([0, 1, 2]), 2, (index) => {
      seen.push(index);
      if (index === 1) throw new Error('item 1');
      return null;
    });
    await expect(thrown).rejects.toThrow('item 1');
    expect(seen).toEqual([0, 1]);
    const rejected = runConcurrently(queueOf([0, 1, 2]), 2, (index) => {
      seen.push(index);
      return Promise.reject(new Error(`item ${index}`));
    });
    await expect(rejected).rejects.toThrow('item 0');
    expect(seen).toEqual([0, 1, 0, 1]);
  });

  it('ends at once when there is nothing to do', async () => {
    await expect(runConcurrently(queueOf([]), 4, () => null)).resolves.toBeUndefined();
  });
});

describe('runSerially', () => {
  it('waits for an item before the next, and for synchronous ones not at all', async () => {
    const { start, running, end } = manualItems();
    const done = runSerially(queueOf([0, 1]), start);
    await turn();
    expect(running()).toEqual([0]);
    end(0);
    await turn();
    expect(running()).toEqual([1]);
    end(1);
    await done;
    const seen: number[] = [];
    void runSerially(queueOf([0, 1, 2]), (index) => {
      seen.push(index);
      return null;
    });
    expect(seen).toEqual([0, 1, 2]);
  });
});
