import type { RecordingIndex } from '../../../core/analysis/recording-index';
import { formatShare } from '../../../core/base/format-share';
import { ExtremesIndex } from '../../../core/trace/extremes-index';
import { findLane, type TrackOf } from '../../../core/trace/find-tracks';
import type { LaneId } from '../../../core/trace/lane';
import { trackNames, type CounterColumns } from '../../../core/trace/track';
import type { IndexedCounter } from '../band';
import { CounterRow } from './counter-row';
import type { TrackRow } from './track-row';

export interface ProcessRow {
  readonly process: LaneId;
  readonly row: TrackRow;
}

/**
 * Processes of a command of whose threads nothing is known: how much of a core each used. Jobs have tasks instead.
 */
export function processRows(index: RecordingIndex): ProcessRow[] {
  const { recording } = index;
  const isJob = recording.tracks.some(({ name }) => name === trackNames.tasks);
  if (isJob) return [];
  return recording.tracks.flatMap((track, position) => {
    const lane = findLane(recording, track.lane);
    if (track.kind !== 'counter' || track.name !== trackNames.cpu || lane?.kind !== 'process') return [];
    const { name } = lane;
    const title = `${name} ${lane.pid ?? ''}: share of a core`;
    const look = {
      name,
      title,
      colour: 'running',
      least: 0,
      full: 1,
      say: (share: number) => formatShare(share, 0),
    } as const;
    const shares = new Shares();
    const counter = (): IndexedCounter => shares.of(index.recording.tracks[position] as TrackOf<'counter'>);
    return [{ process: lane.id, row: new CounterRow(null, look, counter) }];
  });
}

/** Of one core, in the time before each sample: the slope of a counter that only grows. */
class Shares {
  #made: { readonly rows: number; readonly counter: IndexedCounter } | null = null;

  of({ columns: { time, value } }: TrackOf<'counter'>): IndexedCounter {
    if (this.#made?.rows === time.length) return this.#made.counter;
    const shares = Float64Array.from(time, (at, row) =>
      row === 0 ? 0 : (value[row]! - value[row - 1]!) / Math.max(1, at - time[row - 1]!),
    );
    const columns: CounterColumns = { time, value: shares };
    const index = new ExtremesIndex();
    index.update(columns);
    const counter = { columns, index, max: shares.reduce((most, share) => Math.max(most, share), 0) };
    this.#made = { rows: time.length, counter };
    return counter;
  }
}
