import type { LaneId } from '../../core/trace/lane';
import { trackNames, type TrackId } from '../../core/trace/track';
import type { ChunkBuilder } from './chunk-builder';

const periodNs = 200_000_000n;

/** CPU time of this process while it records: the cost of measuring, which a program on a busy machine pays for. */
export class RecorderCost {
  readonly #builder: ChunkBuilder;
  readonly #track: TrackId;
  readonly #epoch: () => bigint | null;
  readonly #used: () => number;
  /** Before the run's t = 0 is known only the latest sample counts. */
  #before: { readonly at: bigint; readonly used: number };
  #hasBegun = false;
  #from = 0;
  #last = 0n;

  /**
   * @param machine the lane it is told on
   * @param epoch the run's t = 0, CLOCK_MONOTONIC ns; null: not known yet
   * @param used CPU time of this process so far, ns
   */
  constructor(builder: ChunkBuilder, machine: LaneId, epoch: () => bigint | null, used = usedByThis) {
    this.#builder = builder;
    this.#epoch = epoch;
    this.#used = used;
    const info = { lane: machine, kind: 'counter', name: trackNames.recorder, unit: 'cumulativeNanos' } as const;
    this.#track = builder.addTrack(info);
    this.#before = { at: process.hrtime.bigint(), used: used() };
  }

  /** @param always also where the last sample is not long ago */
  sample(at: bigint, always = false): void {
    if (!always && at - this.#last < periodNs) return;
    const epoch = this.#epoch();
    const used = this.#used();
    this.#last = at;
    if (epoch === null || at <= epoch) {
      this.#before = { at, used };
      return;
    }
    if (!this.#hasBegun) this.#begin(epoch, at, used);
    this.#builder.row(this.#track, Number(at - epoch), used - this.#from);
  }

  /** What it had used at t = 0 lies between two samples. */
  #begin(epoch: bigint, at: bigint, used: number): void {
    const { at: earlier, used: before } = this.#before;
    const share = at <= earlier ? 0 : Number(epoch > earlier ? epoch - earlier : 0n) / Number(at - earlier);
    this.#from = before + (used - before) * share;
    this.#hasBegun = true;
    this.#builder.row(this.#track, 0, 0);
  }
}

function usedByThis(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
}
