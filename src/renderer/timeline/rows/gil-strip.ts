import { countOf } from '../../../core/base/format-count';
import { formatShare } from '../../../core/base/format-share';
import { joinWords } from '../../../core/base/join-words';
import type { LaneId } from '../../../core/trace/lane';
import { threadStates } from '../../../core/trace/track';
import { colour, font } from '../colours';
import type { DrawListBuilder } from '../draw-list';
import type { Metrics } from '../metrics';
import type { StateLaneRow } from '../state-lane-row';
import type { TimeScale } from '../viewport';
import type { RowBox, Told, TrackRow } from './track-row';

const running = threadStates.indexOf('running');
const runnable = threadStates.indexOf('runnable');
const gil = threadStates.indexOf('gil');
const states = threadStates.length;
/** More threads than this are not added up for each pixel: the busiest are. */
const mostThreads = 64;
/** Names in a sentence. */
const mostNames = 4;
const heldOpacity = 90;

/**
 * The global lock of one Python process, from what its threads did:
 *
 *     ▂▂▂▂██████████▂▂▂      low: a thread ran, and none waited for the lock
 *                            high: so much of the time one or more did
 */
export class GilStrip implements TrackRow {
  readonly name = 'GIL';
  readonly thread: LaneId | null;
  readonly #threads: readonly StateLaneRow[];
  /** As of so many intervals; a lock that was waited for once is shown from then on. */
  #seen = { rows: -1, waited: 0, life: 0 };

  /** @param threads of one process, the main one first */
  constructor(threads: readonly StateLaneRow[]) {
    this.thread = threads[0]?.lane.id ?? null;
    this.#threads = threads.slice(0, mostThreads);
  }

  get isEmpty(): boolean {
    return this.#contention.waited === 0;
  }

  height({ laneHeight }: Metrics): number {
    return Math.round(laneHeight * 0.78);
  }

  layout(builder: DrawListBuilder, { top, height }: RowBox, scale: TimeScale, metrics: Metrics): void {
    const { viewport, left, width } = scale;
    const parts = Math.floor(width);
    const step = (viewport.end - viewport.start) / width;
    const held = new Float32Array(parts);
    const waited = new Float32Array(parts);
    for (const { index } of this.#threads) {
      const profile = index.profile(viewport.start, viewport.start + step * parts, parts);
      for (let part = 0; part < parts; part++) {
        held[part]! += profile[part * states + running]!;
        waited[part]! += profile[part * states + gil]!;
      }
    }
    const room = height - 3;
    const lookOf = (part: number): number => {
      const contended = Math.min(1, waited[part]!);
      if (contended > 0.02) return Math.max(3, Math.round(room * contended));
      return held[part]! > 0.02 ? -Math.max(1, Math.round((room / 4) * Math.min(1, held[part]!))) : 0;
    };
    let from = 0;
    let now = 0;
    for (let part = 0; part <= parts; part++) {
      const next = part === parts ? 0 : lookOf(part);
      if (next === now) continue;
      if (now !== 0) {
        const opacity = now > 0 ? 255 : heldOpacity;
        builder.rect(left + from, top + room - Math.abs(now), left + part, top + room, colour.gil, opacity);
      }
      from = part;
      now = next;
    }
    const { waited: all, life } = this.#contention;
    const note = { colour: colour.dim, font: font.small, align: 'right' } as const;
    if (life > 0) builder.text(metrics.labelWidth - 8, top + height / 2, formatShare(all / life, 0), note);
  }

  tell(at: number): Told | null {
    const doing = (state: number): StateLaneRow[] =>
      this.#threads.filter(({ index, columns }) => {
        const row = index.rowAt(at);
        return row !== null && columns.state[row] === state;
      });
    const [holders, waiters, ready] = [doing(running), doing(gil), doing(runnable)];
    if (holders.length === 0 && waiters.length === 0) return null;
    return {
      title: waiters.length > 0 ? `${countOf(waiters.length, 'thread')} wait for the GIL` : 'Nobody waits for the GIL',
      facts: [
        ...(holders.length === 0
          ? []
          : [{ name: holders.length > 1 ? 'on cores' : 'on a core', value: names(holders) }]),
        // Whoever holds it may have no core to use it on.
        ...(ready.length === 0 || holders.length > 0 ? [] : [{ name: 'want a core', value: names(ready) }]),
        ...(waiters.length === 0 ? [] : [{ name: 'waiting', value: names(waiters) }]),
      ],
    };
  }

  /** ns that threads waited for it, and that they waited for it or ran. */
  get #contention(): { readonly waited: number; readonly life: number } {
    const rows = this.#threads.reduce((sum, { columns }) => sum + columns.start.length, 0);
    if (rows === this.#seen.rows) return this.#seen;
    let waited = 0;
    let life = 0;
    for (const { index, columns } of this.#threads) {
      const end = columns.end.at(-1) ?? 0;
      const shares = index.shareByState(0, Math.max(1, end));
      waited += shares[gil]! * end;
      life += (shares[gil]! + shares[running]!) * end;
    }
    this.#seen = { rows, waited, life };
    return this.#seen;
  }
}

const names = (rows: readonly StateLaneRow[]): string =>
  rows.length > mostNames ? countOf(rows.length, 'thread') : joinWords(rows.map(({ name }) => name.replace(/^↳ /, '')));
