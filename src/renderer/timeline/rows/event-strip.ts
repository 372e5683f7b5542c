import type { RecordingIndex } from '../../../core/analysis/recording-index';
import { blockingFunction } from '../../../core/analysis/blocking-function';
import { blockTimes } from '../../../core/analysis/thread-times';
import { lowerBound } from '../../../core/base/binary-search';
import { formatDuration } from '../../../core/base/format-duration';
import type { LaneId } from '../../../core/trace/lane';
import { sliceAt } from '../../../core/trace/slice-at';
import type { TrackOf } from '../../../core/trace/find-tracks';
import { colour, type ColourName } from '../colours';
import type { DrawListBuilder } from '../draw-list';
import type { Metrics } from '../metrics';
import { xOf, type TimeScale } from '../viewport';
import type { RowBox, Told, TrackRow } from './track-row';

/** One kind of event: where in the strip it lies (shares of its height), and how it looks. */
export interface EventLook {
  readonly colour: ColourName;
  readonly from: number;
  readonly to: number;
  readonly title: string;
}

export interface EventTracks {
  /** Positions of slices in the recording's tracks, those on top last. */
  readonly slices: readonly { readonly position: number; readonly look: EventLook }[];
  /** Of marks; null: none. */
  readonly marks: number | null;
}

/**
 * What happened on a thread and its event loop, in one strip:
 *
 *     ▄▄▄▄      ██████        measures at the foot, blocked stretches in full height,
 *        ▀▀  |      ▀▀  |     garbage collections at the top, marks as lines
 */
export class EventStrip implements TrackRow {
  readonly name: string;
  readonly thread: LaneId | null;
  readonly #index: RecordingIndex;
  readonly #tracks: EventTracks;

  constructor(thread: LaneId | null, name: string, index: RecordingIndex, tracks: EventTracks) {
    this.name = name;
    this.thread = thread;
    this.#index = index;
    this.#tracks = tracks;
  }

  get isEmpty(): boolean {
    return this.#tracks.slices.every(({ position }) => this.#slices(position).rows === 0) && this.#marks.rows === 0;
  }

  height({ laneHeight }: Metrics): number {
    return Math.round(laneHeight * 0.78);
  }

  layout(builder: DrawListBuilder, { top, height }: RowBox, scale: TimeScale): void {
    const room = height - 2;
    const right = scale.left + scale.width;
    const { viewport } = scale;
    for (const { position, look } of this.#tracks.slices) {
      const track = this.#slices(position);
      const { start, end } = track.columns;
      const { first, end: last } = this.#index.slices(track).rowsWithin(viewport.start, viewport.end);
      let drawnTo = -Infinity;
      for (let row = first; row < last; row++) {
        const x1 = Math.min(right, Math.max(xOf(scale, end[row]!), xOf(scale, start[row]!) + 1));
        if (x1 - drawnTo < 0.5 || x1 < scale.left) continue;
        const x0 = Math.max(scale.left, xOf(scale, start[row]!));
        builder.rect(x0, top + room * look.from, x1, top + room * look.to, colour[look.colour]);
        drawnTo = x1;
      }
    }
    const { time } = this.#marks;
    for (let row = lowerBound(time, viewport.start); row < time.length && time[row]! <= viewport.end; row++) {
      const x = xOf(scale, time[row]!);
      if (x <= right) builder.rect(x, top, x + 1, top + room, colour.ink);
    }
  }

  tell(at: number, _below: number, _height: number, near: number): Told | null {
    const { time, name } = this.#marks;
    const mark = lowerBound(time, at - near * 2);
    if (mark < time.length && time[mark]! <= at + near * 2) {
      const facts = [{ name: 'at', value: formatDuration(time[mark]! / 1e6) }];
      return { title: `mark “${this.#string(name[mark]!)}”`, facts };
    }
    for (const { position, look } of this.#tracks.slices.toReversed()) {
      const track = this.#slices(position);
      for (const offset of [0, -near, near]) {
        const row = sliceAt(track.columns, at + offset, 0, this.#index.slices(track));
        if (row >= 0) return this.#told(track, row, look);
      }
    }
    return null;
  }

  #told({ columns, lane }: TrackOf<'slices'>, row: number, look: EventLook): Told {
    const [start, end] = [columns.start[row]!, columns.end[row]!];
    const name = this.#string(columns.id[row]!);
    const isBlocked = look.title === 'blocked';
    const by = isBlocked ? this.#mostlyIn(lane, start, end) : null;
    return {
      title: name === '' ? look.title : name,
      facts: [
        { name: 'from', value: formatDuration(start / 1e6) },
        { name: 'for', value: formatDuration((end - start) / 1e6) },
        ...(isBlocked ? this.#spent(lane, start, end) : []),
        ...(by === null ? [] : [{ name: 'mostly in', value: by }]),
      ],
    };
  }

  /** What its thread did meanwhile, by the thread's own states. */
  #spent(lane: LaneId, start: number, end: number): Told['facts'] {
    const times = blockTimes(this.#index.recording, lane, { start, end });
    if (times === null) return [];
    const parts = [
      { name: 'computed', ms: times.computedMs },
      { name: `waited${times.reason === null ? '' : ` (${times.reason})`}`, ms: times.waitedMs },
      { name: 'without a core', ms: times.wantedMs },
    ];
    return parts.filter(({ ms }) => ms > 0.05).map(({ name, ms }) => ({ name, value: formatDuration(ms) }));
  }

  /** The function that more than half of the time was in; null: none, or it was not sampled. */
  #mostlyIn(lane: LaneId, start: number, end: number): string | null {
    if (end <= start) return null;
    const found = blockingFunction(this.#index.recording, lane, { start, end });
    return found === null ? null : [found.name, found.place].filter((part) => part !== '').join(' · ');
  }

  #string(index: number): string {
    return this.#index.recording.strings[index] ?? '';
  }

  #slices(position: number): TrackOf<'slices'> {
    // It is made for tracks of these kinds only.
    return this.#index.recording.tracks[position] as TrackOf<'slices'>;
  }

  get #marks(): TrackOf<'marks'>['columns'] & { readonly rows: number } {
    const { marks } = this.#tracks;
    if (marks === null) return { time: new Float64Array(), name: new Uint32Array(), rows: 0 };
    const { columns, rows } = this.#index.recording.tracks[marks] as TrackOf<'marks'>;
    return { ...columns, rows };
  }
}
