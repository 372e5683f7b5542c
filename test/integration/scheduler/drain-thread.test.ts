import { resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { DrainedRound } from '../../../src/recorder/scheduler/perf/drain-task';
import { DrainThread } from '../../../src/recorder/scheduler/perf/drain-thread';
import { libc } from '../../../src/recorder/scheduler/perf/libc';
import { pageBytes, type RingPlace } from '../../../src/recorder/scheduler/perf/ring-reader';

const entry = resolve(process.env['JUGGLER_OUT'] ?? 'out', 'recorder/drain-rings.js');
const readWrite = 3;
const sharedAnonymous = 0x21;
const [headAt, tailAt] = [1024n, 1032n];

/** A ring that is filled by hand. */
class HandmadeRing {
  readonly place: RingPlace;
  readonly #pages: ReturnType<ReturnType<typeof libc>['mmap']>;
  #head = 0;

  constructor(size: number) {
    this.#pages = libc().mmap(null, size + pageBytes, readWrite, sharedAnonymous, -1, 0);
    this.place = { address: libc().addressOf(this.#pages), size };
  }

  write(...bytes: readonly number[]): void {
    const { address, size } = this.place;
    for (const byte of bytes) {
      libc().copyTo(address + BigInt(pageBytes + (this.#head++ % size)), Buffer.from([byte]), 1);
    }
    const word = Buffer.alloc(8);
    word.writeBigUInt64LE(BigInt(this.#head));
    libc().copyTo(address + headAt, word, 8);
  }

  get isEmpty(): boolean {
    const word = Buffer.alloc(8);
    libc().copyFrom(word, this.place.address + tailAt, 8);
    return Number(word.readBigUInt64LE()) === this.#head;
  }

  close(): void {
    libc().munmap(this.#pages, this.place.size + pageBytes);
  }
}

const rings: HandmadeRing[] = [];
afterEach(() => {
  for (const ring of rings.splice(0)) ring.close();
});

function ring(size: number): HandmadeRing {
  const made = new HandmadeRing(size);
  rings.push(made);
  return made;
}

/** Nothing else has a turn on this thread meanwhile. */
function holdUntil(isSo: () => boolean): void {
  const begun = performance.now();
  while (!isSo()) if (performance.now() - begun > 10_000) throw new Error('waited for 10 s');
}

describe('DrainThread', () => {
  it('empties rings while the recorder’s own thread has no time, and hands on all of it in order', () => {
    const [one, other] = [ring(4096), ring(4096)];
    one.write(1, 2, 3);
    const told: number[][] = [[], []];
    const take = ({ readings }: DrainedRound): void => {
      for (const { ring: which, bytes } of readings) told[which]!.push(...new Uint8Array(bytes));
    };
    const thread = new DrainThread([one.place, other.place], 0, take, entry);
    holdUntil(() => thread.isReady);
    expect(one.isEmpty).toBe(false);
    thread.takeOver();
    holdUntil(() => one.isEmpty);
    one.write(4);
    other.write(5, 6);
    holdUntil(() => one.isEmpty && other.isEmpty);
    // More than there is room for behind its end.
    for (let round = 0; round < 4; round++) {
      other.write(...Array<number>(1500).fill(round));
      holdUntil(() => other.isEmpty);
    }
    expect(told).toEqual([[], []]);
    thread.stop();
    expect(told[0]).toEqual([1, 2, 3, 4]);
    expect(told[1]).toEqual([5, 6, ...[0, 1, 2, 3].flatMap((round) => Array<number>(1500).fill(round))]);
    one.write(7);
    expect(thread.isDraining).toBe(false);
    expect(one.isEmpty).toBe(false);
  });

  it('reads no more while too much waits to be gone through', () => {
    const full = ring(4096);
    const thread = new DrainThread([full.place], 0, () => {}, entry);
    holdUntil(() => thread.isReady);
    thread.waiting(2 ** 30);
    thread.takeOver();
    full.write(1);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
    expect(full.isEmpty).toBe(false);
    thread.waiting(0);
    holdUntil(() => full.isEmpty);
    thread.stop();
  });

  it('is over when there was little for a while: the recorder’s own thread goes on', async () => {
    const quiet = ring(4096);
    const thread = new DrainThread([quiet.place], 0, () => {}, entry);
    holdUntil(() => thread.isReady);
    thread.takeOver();
    await expect.poll(() => thread.isOver, { timeout: 15_000 }).toBe(true);
    thread.stop();
  });
});
