import { upperBound } from '../../core/base/binary-search';
import { windowMean, windowStart } from '../../core/trace/windows';
import type { CounterColumns } from '../../core/trace/track';
import type { BandPlace } from './arrange-bands';
import { bandEnd } from './band';
import { colour, pattern } from './colours';
import type { DrawListBuilder } from './draw-list';
import { nanosPerPx, timeAt, xOf, type TimeScale } from './viewport';

/** Shades of a heat strip: more can't be told apart. */
const shades = 16;
/** An idle core is still seen to be there. */
const idleOpacity = 0.09;

/**
 * One heat strip a core: the more it was busy, the stronger. What was not sampled is hatched. Where a command was recorded,
 * its own share is in the colour of running, over the grey of all others.
 */
export function layoutCores(
  builder: DrawListBuilder,
  { band, cores }: BandPlace,
  scale: TimeScale,
  y: (value: number) => number,
): void {
  const end = bandEnd(band);
  for (const [index, { columns, target }] of band.cores.entries()) {
    const top = y(cores.top + index * cores.pitch);
    const strip = { top, bottom: top + cores.height, end, isOver: band.ended };
    const all = { colour: target === null ? colour.running : colour.sleep, least: idleOpacity, hatches: true };
    layoutStrip(builder, columns, { ...strip, ...all }, scale);
    if (target === null) continue;
    layoutStrip(builder, target, { ...strip, colour: colour.running, least: 0, hatches: false }, scale);
  }
}

interface Strip {
  readonly top: number;
  readonly bottom: number;
  /** Nanos. */
  readonly end: number;
  readonly isOver: boolean;
  readonly colour: number;
  /** Opacity of a core that does nothing. */
  readonly least: number;
  /** Whether what was not sampled is hatched. */
  readonly hatches: boolean;
}

function layoutStrip(builder: DrawListBuilder, columns: CounterColumns, strip: Strip, scale: TimeScale): void {
  const { viewport, left } = scale;
  const from = Math.max(0, viewport.start);
  const to = Math.min(strip.end, viewport.end);
  if (to <= from) return;
  const { time, value } = columns;
  const cell = new Cell(builder, strip, scale);
  const first = upperBound(time, from);
  const last = Math.min(time.length - 1, upperBound(time, to));
  const known = { from: time.length > 0 ? windowStart(columns, 0) : Infinity, to: time.at(-1) ?? -Infinity };
  if (strip.hatches && known.from > from) hatch(builder, strip, scale, from, Math.min(known.from, to));
  if (last - first + 1 <= scale.width) {
    for (let row = first; row <= last; row++) {
      cell.add(Math.max(from, windowStart(columns, row)), Math.min(to, time[row]!), value[row]!);
    }
  } else {
    const step = nanosPerPx(scale);
    for (let x = Math.floor(xOf(scale, from)) - left; ; x++) {
      const a = Math.max(from, timeAt(scale, left + x));
      if (a >= Math.min(to, known.to)) break;
      const mean = windowMean(columns, { start: a, end: Math.min(to, a + step) });
      if (mean !== null) cell.add(a, Math.min(to, a + step), mean);
    }
  }
  cell.flush();
  if (strip.hatches && strip.isOver && known.to < to && known.to > -Infinity)
    hatch(builder, strip, scale, Math.max(from, known.to), to);
}

function hatch(builder: DrawListBuilder, strip: Strip, scale: TimeScale, a: number, b: number): void {
  // Less than three pixels of hatching say nothing.
  if (xOf(scale, b) - xOf(scale, a) < 3) return;
  const right = xOf(scale, b);
  builder.rect(xOf(scale, a), strip.top, right, strip.bottom, colour.unmeasured, 255, pattern.hatched);
}

/** Joins neighbours of one shade to one rectangle. */
class Cell {
  readonly #builder: DrawListBuilder;
  readonly #strip: Strip;
  readonly #scale: TimeScale;
  #start = 0;
  #end = 0;
  #shade = -1;

  constructor(builder: DrawListBuilder, strip: Strip, scale: TimeScale) {
    this.#builder = builder;
    this.#strip = strip;
    this.#scale = scale;
  }

  add(a: number, b: number, share: number): void {
    if (b <= a) return;
    const shade = Math.round(Math.min(1, Math.max(0, share)) * shades);
    if (shade === this.#shade && a <= this.#end) {
      this.#end = b;
      return;
    }
    this.flush();
    this.#start = a;
    this.#end = b;
    this.#shade = shade;
  }

  flush(): void {
    if (this.#shade < 0) return;
    const { top, bottom, colour, least } = this.#strip;
    const opacity = Math.round(255 * (least + (1 - least) * (this.#shade / shades)));
    const left = Math.max(this.#scale.left, xOf(this.#scale, this.#start));
    this.#builder.rect(left, top, xOf(this.#scale, this.#end), bottom, colour, opacity);
    this.#shade = -1;
  }
}
