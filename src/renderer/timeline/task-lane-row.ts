import type { RecordingIndex } from '../../core/analysis/recording-index';
import type { OpenSlices } from '../../core/trace/chunk';
import type { TrackOf } from '../../core/trace/find-tracks';
import type { Lane, LaneId } from '../../core/trace/lane';
import type { Recording } from '../../core/trace/recording';
import type { FlowsColumns } from '../../core/trace/track';
import type { LaneRow, SlotSlices } from './band';
import { LaneSums } from './lane-sums';

/** What all lanes of a band share: the recording as it is now. */
export class RowsSource {
  readonly index: RecordingIndex;
  ended = false;
  #openOf: Map<number, OpenSlices> | null = null;
  #openAs: Recording['open'] | null = null;

  constructor(index: RecordingIndex) {
    this.index = index;
  }

  open(track: number): OpenSlices | null {
    const { open } = this.index.recording;
    if (this.#openAs !== open || this.#openOf === null) {
      this.#openAs = open;
      this.#openOf = new Map(open.map((slices) => [slices.track, slices]));
    }
    return this.#openOf.get(track) ?? null;
  }
}

/** What a program told of its own operations. */
export interface ToldLane {
  /** Lane of the thread that it stands beneath. */
  readonly thread: LaneId;
  /** Positions of what the operations did and awaited, in the same slots; null: not told. */
  readonly steps: number | null;
  readonly awaits: number | null;
  /** Position of what started them; null: not told. */
  readonly starts: number | null;
}

/** A lane of a recording that grows. It looks at the newest snapshot when it is looked at: unseen it costs nothing. */
export class TaskLaneRow implements LaneRow {
  readonly lane: number;
  readonly thread: LaneId | null;
  readonly name: string;
  readonly #told: ToldLane | null;
  readonly #source: RowsSource;
  readonly #position: number;
  #sums: LaneSums | null = null;

  /**
   * @param position of the track in the recording's: tracks are only added behind the others
   * @param told ids of its slices are indices into the recording's strings; null: it runs items
   */
  constructor(source: RowsSource, position: number, { id }: Lane, name: string, told: ToldLane | null) {
    this.#source = source;
    this.#position = position;
    this.lane = id;
    this.name = name;
    this.thread = told?.thread ?? null;
    this.#told = told;
  }

  get #track(): TrackOf<'slices'> {
    // It is made for tracks of this kind only.
    return this.#source.index.recording.tracks[this.#position] as TrackOf<'slices'>;
  }

  get names() {
    return this.#told !== null ? this.#source.index.recording.strings : null;
  }

  get steps() {
    return this.#other(this.#told?.steps ?? null);
  }

  get awaits() {
    return this.#other(this.#told?.awaits ?? null);
  }

  get starts(): FlowsColumns | null {
    const position = this.#told?.starts ?? null;
    // It is the position of a track of this kind.
    return position === null ? null : (this.#source.index.recording.tracks[position] as TrackOf<'flows'>).columns;
  }

  #other(position: number | null): SlotSlices | null {
    if (position === null) return null;
    const { index } = this.#source;
    // It is the position of a track of this kind.
    const track = index.recording.tracks[position] as TrackOf<'slices'>;
    return { columns: track.columns, index: index.slices(track) };
  }

  get columns() {
    return this.#track.columns;
  }

  get rows() {
    return this.#track.rows;
  }

  get open() {
    return this.#source.open(this.#track.id);
  }

  get index() {
    return this.#source.index.slices(this.#track);
  }

  get sums() {
    const { columns, index } = this;
    this.#sums ??= new LaneSums(columns, index);
    this.#sums.update(columns, index, this.#source.ended);
    return this.#sums;
  }

  get inFlight() {
    return this.#told === null ? null : this.#source.index.inFlightOf(this.#track);
  }

  get slots() {
    let slots = Math.max(1, this.#track.slots);
    for (const slot of this.open?.slot ?? []) slots = Math.max(slots, slot + 1);
    return slots;
  }
}
