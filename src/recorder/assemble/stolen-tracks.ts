import type { LaneId } from '../../core/trace/lane';
import { trackNames, type TrackId } from '../../core/trace/track';
import type { ChunkBuilder } from './chunk-builder';

interface StolenTrack {
  readonly track: TrackId;
  ns: number;
  /** Of its last row. */
  at: number;
}

/** What the hypervisor took of threads that are told to have run: a cumulative counter a thread, and one of the run. */
export class StolenTracks {
  readonly #builder: ChunkBuilder;
  readonly #machine: LaneId;
  readonly #tracks = new Map<LaneId, StolenTrack>();
  #ns = 0;

  /** @param machine has the run's own: a recording without one does not know */
  constructor(builder: ChunkBuilder, machine: LaneId) {
    this.#builder = builder;
    this.#machine = machine;
  }

  /** Of all threads, ns. */
  get ns(): number {
    return this.#ns;
  }

  /** It is known of all threads from a time on. */
  begin(at: number): void {
    this.#rise(this.#machine, at, at, 0);
  }

  /** Somewhere between two times. */
  add(lane: LaneId, from: number, to: number, ns: number): void {
    this.#ns += ns;
    this.#rise(lane, from, to, ns);
    this.#rise(this.#machine, from, to, ns);
  }

  #rise(lane: LaneId, from: number, to: number, ns: number): void {
    let known = this.#tracks.get(lane);
    if (known === undefined) {
      const info = { lane, kind: 'counter', name: trackNames.stolen, unit: 'cumulativeNanos' } as const;
      this.#tracks.set(lane, (known = { track: this.#builder.addTrack(info), ns: 0, at: -1 }));
    }
    // Threads are told of in turn, each up to a time of its own: those of the run are in order of their telling.
    const start = Math.max(0, from, known.at);
    if (start > known.at) this.#builder.row(known.track, start, known.ns);
    known.ns += ns;
    known.at = Math.max(start, to);
    if (ns > 0) this.#builder.row(known.track, known.at, known.ns);
  }
}
