import { lowerBound } from '../base/binary-search';
import { stateFlags, type StatesColumns } from './track';

/** Fewer intervals than this in a window stay as they are. */
const fewRows = 12;

/**
 * The states of a thread with less detail before a time: of each window that is left one interval for each state and core,
 * in the order they first came. Their lengths are exact; their places are estimated, and say so.
 *
 * @param until Nanos; intervals that start later stay as they are
 * @param window Nanos
 */
export function coarseStates(columns: StatesColumns, until: number, window: number): StatesColumns {
  const { start, end, state, core } = columns;
  const fineFrom = lowerBound(start, until);
  const rows = new Rows(columns);
  for (let row = 0; row < fineFrom;) {
    const windowEnd = (Math.floor(start[row]! / window) + 1) * window;
    const next = Math.min(fineFrom, lowerBound(start, windowEnd));
    if (next - row <= fewRows) for (let at = row; at < next; at++) rows.keep(at);
    else {
      const lengths = new Map<number, number>();
      for (let at = row; at < next; at++) {
        const key = state[at]! * coreKeys + core[at]!;
        lengths.set(key, (lengths.get(key) ?? 0) + end[at]! - start[at]!);
      }
      let from = start[row]!;
      for (const [key, length] of lengths) {
        rows.add(from, from + length, Math.floor(key / coreKeys), key % coreKeys, stateFlags.estimated);
        from += length;
      }
    }
    row = next;
  }
  for (let row = fineFrom; row < start.length; row++) rows.keep(row);
  return rows.columns();
}

const coreKeys = 0x1_0000;

class Rows {
  readonly #from: StatesColumns;
  readonly #start: Float64Array;
  readonly #end: Float64Array;
  readonly #state: Uint8Array;
  readonly #core: Uint16Array;
  readonly #flags: Uint8Array;
  #count = 0;

  /** There are never more rows than there were. */
  constructor(from: StatesColumns) {
    const { length } = from.start;
    this.#from = from;
    this.#start = new Float64Array(length);
    this.#end = new Float64Array(length);
    this.#state = new Uint8Array(length);
    this.#core = new Uint16Array(length);
    this.#flags = new Uint8Array(length);
  }

  keep(row: number): void {
    const { start, end, state, core, flags } = this.#from;
    this.add(start[row]!, end[row]!, state[row]!, core[row]!, flags[row]!);
  }

  add(start: number, end: number, state: number, core: number, flags: number): void {
    const at = this.#count++;
    this.#start[at] = start;
    this.#end[at] = end;
    this.#state[at] = state;
    this.#core[at] = core;
    this.#flags[at] = flags;
  }

  columns(): StatesColumns {
    const count = this.#count;
    return {
      start: this.#start.slice(0, count),
      end: this.#end.slice(0, count),
      state: this.#state.slice(0, count),
      core: this.#core.slice(0, count),
      flags: this.#flags.slice(0, count),
    };
  }
}
