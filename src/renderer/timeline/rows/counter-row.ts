import { lowerBound } from '../../../core/base/binary-search';
import type { LaneId } from '../../../core/trace/lane';
import type { IndexedCounter } from '../band';
import { colour, font, type ColourName } from '../colours';
import type { DrawListBuilder } from '../draw-list';
import type { Metrics } from '../metrics';
import { timeAt, type TimeScale } from '../viewport';
import type { RowBox, Told, TrackRow } from './track-row';

const opacity = 170;

export interface CounterLook {
  readonly name: string;
  /** Where it is pointed at; left away: the name. */
  readonly title?: string;
  readonly colour: ColourName;
  /** Below this maximum there is nothing to see in it. */
  readonly least: number;
  /** Drawn at full height at least from this on; left away: the largest value is. */
  readonly full?: number;
  readonly say: (value: number) => string;
}

/** Agents tell so often; before the first of these nothing was looked at. */
const windowNs = 50e6;

/** A number over time: each column as high as the largest value of the windows that touch it. */
export class CounterRow implements TrackRow {
  readonly thread: LaneId | null;
  readonly #look: CounterLook;
  readonly #counter: () => IndexedCounter;

  constructor(thread: LaneId | null, look: CounterLook, counter: () => IndexedCounter) {
    this.thread = thread;
    this.#look = look;
    this.#counter = counter;
  }

  get name(): string {
    return this.#look.name;
  }

  get isEmpty(): boolean {
    return this.#counter().max < this.#look.least;
  }

  height({ laneHeight }: Metrics): number {
    return laneHeight;
  }

  layout(builder: DrawListBuilder, { top, height }: RowBox, scale: TimeScale, metrics: Metrics): void {
    const { columns, index, max } = this.#counter();
    const full = Math.max(max, this.#look.full ?? 0);
    const { left, width } = scale;
    const room = height - 3;
    const { time } = columns;
    const begin = (time[0] ?? 0) - windowNs;
    let first = lowerBound(time, scale.viewport.start);
    let from = 0;
    let now = 0;
    for (let part = 0; part <= width; part++) {
      const last = lowerBound(time, timeAt(scale, left + part + 1));
      // A sample speaks for the window before it: up to the first one behind the column.
      const { max: value } = index.extremes(columns, first, Math.min(last + 1, time.length));
      const isBefore = last === 0 && timeAt(scale, left + part + 1) < begin;
      const bar = part < width && value > 0 && !isBefore ? Math.max(1, Math.round((room * value) / full)) : 0;
      first = last;
      if (bar === now) continue;
      if (now > 0)
        builder.rect(left + from, top + room - now, left + part, top + room, colour[this.#look.colour], opacity);
      from = part;
      now = bar;
    }
    const note = { colour: colour.dim, font: font.small, align: 'right' } as const;
    builder.text(metrics.labelWidth - 8, top + height / 2, this.#look.say(max), note);
  }

  tell(at: number): Told | null {
    const { columns } = this.#counter();
    const sample = lowerBound(columns.time, at);
    const value = columns.value[sample];
    if (value === undefined || at < columns.time[0]! - windowNs) return null;
    return { title: this.#look.title ?? this.#look.name, facts: [{ name: 'here', value: this.#look.say(value) }] };
  }
}
