import { upperBound } from '../../../core/base/binary-search';
import { sliceFlags } from '../../../core/trace/track';
import { bandEnd, type Band } from '../../timeline/band';

/** The tasks of a run in order of their ends: what a replay counts. */
export interface RaceRunner {
  readonly band: Band;
  /** Nanos, ascending. */
  readonly ends: Float64Array;
}

export function raceRunner(band: Band): RaceRunner {
  const finished = band.lanes.map(({ columns: { end, flags } }) =>
    end.filter((_, row) => (flags[row]! & sliceFlags.unfinished) === 0),
  );
  const ends = new Float64Array(finished.reduce((sum, lane) => sum + lane.length, 0));
  let at = 0;
  for (const lane of finished) {
    ends.set(lane, at);
    at += lane.length;
  }
  return { band, ends: ends.sort() };
}

/** Where a run is at a time (Nanos) of the race. */
export interface RacePlace {
  readonly done: number;
  readonly total: number;
  /** Null: it has not reached its end. */
  readonly finishedAt: number | null;
}

export function placeAt({ band, ends }: RaceRunner, time: number): RacePlace {
  const end = bandEnd(band);
  return { done: upperBound(ends, time), total: ends.length, finishedAt: time >= end ? end : null };
}

/** A race is shown in no less and no more than this, ms: short ones slowed down, long ones sped up. */
const shortestMs = 5000;
const longestMs = 15_000;

/** How many ms of recorded time pass in one of the clock on the wall; 1 where that is within limits. */
export function raceSpeed(lengthMs: number): number {
  if (lengthMs <= 0) return 1;
  return lengthMs / Math.min(longestMs, Math.max(shortestMs, lengthMs));
}

/** `slowed down 2.0 times`, `in real time`. */
export function speedWords(speed: number): string {
  if (Math.abs(speed - 1) < 0.01) return 'in real time';
  if (speed > 1) return `sped up ${digits(speed)} times`;
  return `slowed down ${digits(1 / speed)} times`;
}

const digits = (value: number): string => (value < 9.95 ? value.toFixed(1) : value.toFixed(0));
