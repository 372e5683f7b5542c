import type { RecordingIndex } from '../../core/analysis/recording-index';
import { findLane } from '../../core/trace/find-tracks';
import type { Lane } from '../../core/trace/lane';
import type { Recording } from '../../core/trace/recording';
import { trackNames } from '../../core/trace/track';
import { StateLaneRow } from './state-lane-row';

/** With more threads than this, those that hardly ran are folded away. */
const fewThreads = 8;
/** A thread that ran for less, or for less than this share of all, hardly ran. */
const hardlyNs = 1e6;
const hardlyShare = 0.005;

export interface StateRows {
  readonly all: readonly StateLaneRow[];
  /** Without those that hardly ran, where there are many. */
  readonly busy: readonly StateLaneRow[];
}

/** Threads of a recorded command, process by process, the main thread of each first. */
export class StateRowsSource {
  #made: {
    readonly lanes: Recording['lanes'];
    readonly tracks: number;
    readonly rows: readonly StateLaneRow[];
  } | null = null;

  rowsOf(index: RecordingIndex): StateRows {
    const { lanes, tracks } = index.recording;
    if (this.#made?.lanes !== lanes || this.#made.tracks !== tracks.length) {
      this.#made = { lanes, tracks: tracks.length, rows: makeRows(index) };
    }
    const all = this.#made.rows;
    if (all.length <= fewThreads) return { all, busy: all };
    const ran = all.map((row) => row.ran);
    const least = Math.max(hardlyNs, hardlyShare * ran.reduce((sum, one) => sum + one, 0));
    return { all, busy: all.filter((_, index) => ran[index]! >= least) };
  }
}

function makeRows(index: RecordingIndex): readonly StateLaneRow[] {
  const { recording } = index;
  const rows = recording.tracks.flatMap(({ kind, name, lane: id }, position) => {
    const lane = kind === 'states' && name === trackNames.states ? findLane(recording, id) : null;
    if (lane === null) return [];
    return [
      new StateLaneRow(index, position, lane, nameOf(recording, lane), findLane(recording, lane.parent)?.name ?? ''),
    ];
  });
  return rows.sort((a, b) => processOf(a.lane) - processOf(b.lane) || a.lane.id - b.lane.id);
}

/** Processes in the order they were made. */
const processOf = ({ parent }: Lane): number => parent ?? -1;

/** A main thread is its process; another one is called what it calls itself, or by its number. */
function nameOf(recording: Recording, thread: Lane): string {
  const process = findLane(recording, thread.parent);
  if (process === null) return thread.name;
  if (thread.pid === thread.tid) return process.name;
  return thread.name === process.name || thread.name === 'main' ? `↳ ${thread.tid ?? ''}` : `↳ ${thread.name}`;
}
