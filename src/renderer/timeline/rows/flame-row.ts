import type { LaneId } from '../../../core/trace/lane';
import { formatDuration } from '../../../core/base/format-duration';
import { sliceAt } from '../../../core/trace/slice-at';
import { functionName, placeOf } from '../../../core/analysis/heaviest-path';
import type { RecordingIndex } from '../../../core/analysis/recording-index';
import type { TrackOf } from '../../../core/trace/find-tracks';
import { colour, font } from '../colours';
import type { DrawListBuilder } from '../draw-list';
import type { Metrics } from '../metrics';
import { xOf, type TimeScale } from '../viewport';
import type { RowBox, Told, TrackRow } from './track-row';

/** Rows hold so much of the time: a few calls that go far deeper, such as those of loading modules, are in the call tree. */
const shownShare = 0.97;
const mostRows = 40;
/** All rows together, in heights of a lane. */
const mostLanes = 12;
const textPitch = 11;
const textWidth = 34;

/** What a thread ran, from CPU samples: callers above, what they called below them. */
export class FlameRow implements TrackRow {
  readonly thread: LaneId | null;
  readonly name = 'functions';
  readonly #index: RecordingIndex;
  readonly #position: number;
  /** Time of the rows so far by depth, ns. */
  readonly #depths: number[] = [];
  #counted = 0;
  #coarseUntil = 0;

  /** @param position of the track in the recording's */
  constructor(thread: LaneId | null, index: RecordingIndex, position: number) {
    this.thread = thread;
    this.#index = index;
    this.#position = position;
  }

  get isEmpty(): boolean {
    return this.#track.rows === 0;
  }

  height(metrics: Metrics): number {
    return this.#rows * this.#pitch(metrics) + metrics.gap;
  }

  layout(builder: DrawListBuilder, { top }: RowBox, scale: TimeScale, metrics: Metrics): void {
    const { columns } = this.#track;
    const { strings } = this.#index.recording;
    const { start, end, id, slot } = columns;
    const rows = this.#rows;
    const pitch = this.#pitch(metrics);
    const height = pitch > 3 ? pitch - 1 : pitch;
    const right = scale.left + scale.width;
    const { first, end: last } = this.#index.slices(this.#track).rowsWithin(scale.viewport.start, scale.viewport.end);
    // Of those that share a pixel one is drawn.
    const drawnTo = new Float64Array(rows).fill(-Infinity);
    for (let row = first; row < last; row++) {
      const depth = slot[row]!;
      if (depth >= rows || end[row]! <= scale.viewport.start) continue;
      const x1 = Math.min(right, xOf(scale, end[row]!));
      if (x1 - drawnTo[depth]! < 0.5) continue;
      const x0 = Math.max(scale.left, xOf(scale, start[row]!));
      const y = top + depth * pitch;
      const text = strings[id[row]!] ?? '';
      builder.rect(x0, y, x1, y + height, colour.flame, shade(text));
      drawnTo[depth] = x1;
      if (pitch < textPitch || x1 - x0 < textWidth) continue;
      builder.text(x0 + 4, y + height / 2, functionName(text), {
        colour: colour.ink,
        font: font.small,
        maxWidth: x1 - x0 - 8,
      });
    }
  }

  tell(at: number, below: number, height: number, near: number): Told | null {
    const depth = Math.floor(below / (height / this.#rows));
    const { columns } = this.#track;
    const index = this.#index.slices(this.#track);
    for (const offset of [0, -near, near]) {
      const row = sliceAt(columns, at + offset, depth, index);
      if (row < 0) continue;
      const text = this.#index.recording.strings[columns.id[row]!] ?? '';
      const where = placeOf(text);
      return {
        title: functionName(text),
        facts: [
          ...(where === '' ? [] : [{ name: 'in', value: where }]),
          { name: 'from', value: formatDuration(columns.start[row]! / 1e6) },
          { name: 'for', value: formatDuration((columns.end[row]! - columns.start[row]!) / 1e6) },
        ],
      };
    }
    return null;
  }

  get #track(): TrackOf<'slices'> {
    // It is made for tracks of this kind only.
    return this.#index.recording.tracks[this.#position] as TrackOf<'slices'>;
  }

  get #rows(): number {
    const { start, end, slot } = this.#track.columns;
    const { coarseUntil } = this.#index.recording;
    // The oldest detail was let go: rows are others now.
    if (this.#coarseUntil !== coarseUntil) {
      this.#coarseUntil = coarseUntil;
      this.#depths.length = 0;
      this.#counted = 0;
    }
    for (; this.#counted < start.length; this.#counted++) {
      const depth = slot[this.#counted]!;
      this.#depths[depth] = (this.#depths[depth] ?? 0) + end[this.#counted]! - start[this.#counted]!;
    }
    const all = this.#depths.reduce((sum, time) => sum + time, 0);
    let rows = 0;
    for (let shown = 0; rows < mostRows && shown < all * shownShare; rows++) shown += this.#depths[rows] ?? 0;
    return Math.max(1, rows);
  }

  #pitch({ laneHeight }: Metrics): number {
    return Math.max(2, Math.min(Math.round(laneHeight * 0.72), Math.floor((laneHeight * mostLanes) / this.#rows)));
  }
}

/** Neighbours should differ, and a function always look the same. */
function shade(text: string): number {
  let hash = 7;
  for (let at = 0; at < text.length; at++) hash = (hash * 31 + text.charCodeAt(at)) | 0;
  return 150 + ((hash >>> 3) % 7) * 15;
}
