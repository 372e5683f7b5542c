import { upperBound } from '../../core/base/binary-search';
import { windowStart } from '../../core/trace/windows';
import type { CounterColumns } from '../../core/trace/track';
import { bandEnd, hostLoop, type Band } from './band';

/** What a band says about one instant; null: nothing was measured then. */
export interface BandAtTime {
  readonly busyCores: number | null;
  readonly inFlight: number | null;
  /** How late the host's event loop was, Nanos. */
  readonly lag: number | null;
}

/** Null where the band's run had not begun or was over. */
export function bandAtTime(band: Band, time: number): BandAtTime | null {
  if (time < 0 || time > bandEnd(band)) return null;
  const host = hostLoop(band);
  return {
    busyCores: busyCoresAt(band, time),
    inFlight: inFlightAt(band, time),
    lag: host === null ? null : lagAt(host.lag.columns, time),
  };
}

function busyCoresAt(band: Band, time: number): number | null {
  let sum: number | null = null;
  for (const { columns } of band.cores) {
    const share = sampleAt(columns, time);
    if (share !== null) sum = (sum ?? 0) + share;
  }
  return sum;
}

function inFlightAt({ inFlight }: Band, time: number): number | null {
  if (inFlight === null) return null;
  return inFlight().at(time);
}

/** The sample that speaks for an instant: the one at the end of the window that holds it. */
function sampleAt(columns: CounterColumns, time: number): number | null {
  const row = upperBound(columns.time, time);
  if (row >= columns.time.length || windowStart(columns, row) > time) return null;
  return columns.value[row]!;
}

/** A delay v that was over at t had grown one to one since t - v: so it was less late before. Null behind the samples. */
function lagAt({ time, value }: CounterColumns, at: number): number | null {
  const row = upperBound(time, at);
  if (row >= time.length) return null;
  return Math.max(0, value[row]! - (time[row]! - at));
}
