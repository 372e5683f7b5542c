import { trackNames, type TrackId } from '../../core/trace/track';
import type { LaneId } from '../../core/trace/lane';
import type { ChunkBuilder } from '../assemble/chunk-builder';

const windowNs = 50e6;

interface Core {
  readonly lane: LaneId;
  /** Null: nothing was told of it yet. */
  track: TrackId | null;
  /** Time the command ran in each window that is not told yet, by the window's number; but for the one below. */
  readonly ran: Map<number, number>;
  /** The window that was added to last: most of what comes is in it. */
  window: number;
  /** ns in it that are not in `ran`. */
  inWindow: number;
}

/** How much of each core the recorded command's own threads took, window by window. */
export class TargetShares {
  readonly #builder: ChunkBuilder;
  readonly #cores = new Map<number, Core>();
  #told = 0;

  constructor(builder: ChunkBuilder) {
    this.#builder = builder;
  }

  addCore(core: number, lane: LaneId): void {
    this.#cores.set(core, { lane, track: null, ran: new Map(), window: 0, inWindow: 0 });
  }

  /** A thread was on a core. What lies in windows that were told already is left out. */
  add(core: number, start: number, end: number): void {
    const known = this.#cores.get(core);
    if (known === undefined) return;
    const begin = known.window * windowNs;
    if (start >= begin && end <= begin + windowNs && known.window >= this.#told) {
      known.inWindow += end - start;
      return;
    }
    const ran = flushed(known);
    for (let window = Math.max(this.#told, Math.floor(start / windowNs)); window * windowNs < end; window++) {
      const from = Math.max(start, window * windowNs);
      const to = Math.min(end, (window + 1) * windowNs);
      if (to > from) ran.set(window, (ran.get(window) ?? 0) + to - from);
    }
    known.window = Math.floor(end / windowNs);
  }

  /** Tells of all windows that lie before a time, up to which everything is known. */
  tell(until: number): void {
    const whole = Math.floor(until / windowNs);
    if (whole <= this.#told) return;
    for (const core of this.#cores.values()) {
      const { lane } = core;
      const ran = flushed(core);
      core.track ??= this.#builder.addTrack({ lane, kind: 'counter', name: trackNames.coreTarget, unit: 'share' });
      const { track } = core;
      for (let window = this.#told; window < whole; window++) {
        this.#builder.row(track, (window + 1) * windowNs, Math.min(1, (ran.get(window) ?? 0) / windowNs));
        ran.delete(window);
      }
    }
    this.#told = Math.max(this.#told, whole);
  }
}

function flushed(core: Core): Map<number, number> {
  if (core.inWindow > 0) core.ran.set(core.window, (core.ran.get(core.window) ?? 0) + core.inWindow);
  core.inWindow = 0;
  return core.ran;
}
