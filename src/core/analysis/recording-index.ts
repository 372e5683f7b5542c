import { BusyIndex } from '../trace/busy-index';
import { findTracks, type TrackOf } from '../trace/find-tracks';
import type { Recording } from '../trace/recording';
import { SlicesIndex } from '../trace/slices-index';
import { trackNames, type TrackId } from '../trace/track';
import { InFlight } from './in-flight/in-flight';
import type { TaskLane } from './in-flight/task-lane';

type SlicesTrack = TrackOf<'slices'>;
type StatesTrack = TrackOf<'states'>;

/**
 * What makes questions about a recording cheap, for a recording that grows: each index is made when it is first asked for, and
 * extended when it is asked again after the recording has grown. Lanes that nobody looks at cost nothing.
 */
export class RecordingIndex {
  #recording: Recording;
  readonly #slices = new Map<TrackId, { readonly index: SlicesIndex; seen: SlicesTrack }>();
  readonly #states = new Map<TrackId, { readonly index: BusyIndex; seen: StatesTrack }>();
  readonly #inFlight = new InFlight();
  readonly #inFlightOfTracks = new Map<TrackId, { readonly inFlight: InFlight; readonly seen: SlicesTrack }>();
  #inFlightOf: Recording | null = null;

  constructor(recording: Recording) {
    this.#recording = recording;
  }

  get recording(): Recording {
    return this.#recording;
  }

  /** Takes in a later snapshot of the same recording. */
  update(recording: Recording): this {
    // The oldest detail was let go: rows are others now.
    if (recording.coarseUntil !== this.#recording.coarseUntil) {
      this.#slices.clear();
      this.#inFlightOfTracks.clear();
      this.#states.clear();
    }
    this.#recording = recording;
    return this;
  }

  /** Of a track of the recording as it is now. */
  slices(track: SlicesTrack): SlicesIndex {
    let known = this.#slices.get(track.id);
    if (known === undefined) {
      known = { index: new SlicesIndex(track.columns), seen: track };
      this.#slices.set(track.id, known);
    } else if (known.seen !== track) {
      known.index.update(track.columns);
      known.seen = track;
    }
    return known.index;
  }

  /** Of a track of the recording as it is now. */
  states(track: StatesTrack): BusyIndex {
    let known = this.#states.get(track.id);
    if (known === undefined) {
      known = { index: new BusyIndex(track.columns), seen: track };
      this.#states.set(track.id, known);
    } else if (known.seen !== track) {
      known.index.update(track.columns);
      known.seen = track;
    }
    return known.index;
  }

  /** Of all tasks. */
  get inFlight(): InFlight {
    if (this.#inFlightOf !== this.#recording) {
      this.#inFlightOf = this.#recording;
      const lanes = findTracks(this.#recording, 'slices', trackNames.tasks).map((track) => this.#laneOf(track));
      this.#inFlight.update({ lanes, open: startsOf(this.#recording.open) });
    }
    return this.#inFlight;
  }

  /** Of what one track tells. */
  inFlightOf(track: SlicesTrack): InFlight {
    let known = this.#inFlightOfTracks.get(track.id);
    if (known?.seen === track) return known.inFlight;
    known = { inFlight: known?.inFlight ?? new InFlight(), seen: track };
    this.#inFlightOfTracks.set(track.id, known);
    const open = this.#recording.open.filter((slices) => slices.track === track.id);
    known.inFlight.update({ lanes: [this.#laneOf(track)], open: startsOf(open) });
    return known.inFlight;
  }

  #laneOf(track: SlicesTrack): TaskLane {
    const { columns, slots } = track;
    return { columns, overlap: slots > 1, index: () => this.slices(track) };
  }
}

function startsOf(open: Recording['open']): Float64Array {
  const starts = new Float64Array(open.reduce((sum, { start }) => sum + start.length, 0));
  let at = 0;
  for (const { start } of open) {
    starts.set(start, at);
    at += start.length;
  }
  return starts.sort();
}
