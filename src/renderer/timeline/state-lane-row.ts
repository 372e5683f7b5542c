import type { RecordingIndex } from '../../core/analysis/recording-index';
import type { BusyIndex } from '../../core/trace/busy-index';
import type { TrackOf } from '../../core/trace/find-tracks';
import type { Lane } from '../../core/trace/lane';
import type { StatesColumns } from '../../core/trace/track';

/** A thread of a recorded command. It looks at the newest snapshot when it is looked at: unseen it costs nothing. */
export class StateLaneRow {
  readonly lane: Lane;
  readonly name: string;
  /** Name of its process. */
  readonly process: string;
  readonly #index: RecordingIndex;
  readonly #position: number;

  /** @param position of the track in the recording's: tracks are only added behind the others */
  constructor(index: RecordingIndex, position: number, lane: Lane, name: string, process: string) {
    this.#index = index;
    this.#position = position;
    this.lane = lane;
    this.name = name;
    this.process = process;
  }

  get #track(): TrackOf<'states'> {
    // It is made for tracks of this kind only.
    return this.#index.recording.tracks[this.#position] as TrackOf<'states'>;
  }

  get columns(): StatesColumns {
    return this.#track.columns;
  }

  get index(): BusyIndex {
    return this.#index.states(this.#track);
  }

  /** CPU time so far, Nanos. */
  get ran(): number {
    const until = this.columns.end.at(-1) ?? 0;
    return this.index.share(0, until) * until;
  }
}
