import type { RecordingIndex } from '../../../core/analysis/recording-index';
import { ancestorOfKind, findLane } from '../../../core/trace/find-tracks';
import type { LaneId } from '../../../core/trace/lane';
import type { Recording } from '../../../core/trace/recording';
import { trackNames, type Track } from '../../../core/trace/track';
import { formatCount } from '../../../core/base/format-count';
import type { IndexedCounter } from '../band';
import { CounterRow, type CounterLook } from './counter-row';
import { EventStrip, type EventLook } from './event-strip';
import { FlameRow } from './flame-row';
import { processRows } from './process-rows';
import type { TrackRow } from './track-row';

/** In the order they are drawn: what lies on top comes last. */
const events: Readonly<Record<string, EventLook>> = {
  [trackNames.blocked]: { colour: 'alarm', from: 0, to: 1, title: 'blocked' },
  [trackNames.measures]: { colour: 'accent', from: 0.66, to: 1, title: 'measure' },
  [trackNames.garbage]: { colour: 'garbage', from: 0, to: 0.5, title: 'garbage collection' },
};

const counters: Readonly<Record<string, CounterLook>> = {
  // One operation at a time is seen in the operations themselves.
  [trackNames.inFlight]: { name: 'in flight', colour: 'waiting', least: 3, say: (value) => formatCount(value) },
  [trackNames.promises]: { name: 'promises', colour: 'poll', least: 1, say: (value) => formatCount(value) },
};

/** What programs told of their threads, by thread; made anew when there are new lanes or tracks. */
export class TrackRowsSource {
  #made: { readonly index: RecordingIndex; readonly tracks: number; readonly rows: readonly TrackRow[] } | null = null;

  rowsOf(index: RecordingIndex, counterOf: (track: Track) => IndexedCounter): readonly TrackRow[] {
    const { tracks } = index.recording;
    if (this.#made?.index !== index || this.#made.tracks !== tracks.length) {
      this.#made = { index, tracks: tracks.length, rows: makeRows(index, counterOf) };
    }
    return this.#made.rows;
  }
}

function makeRows(index: RecordingIndex, counterOf: (track: Track) => IndexedCounter): readonly TrackRow[] {
  const byLoop = new Map<LaneId, number[]>();
  for (const [position, { lane }] of index.recording.tracks.entries()) {
    if (findLane(index.recording, lane)?.kind !== 'loop') continue;
    byLoop.set(lane, [...(byLoop.get(lane) ?? []), position]);
  }
  const loops = [...byLoop].map(([lane, positions]) => ({
    process: processOf(index.recording, lane),
    rows: rowsOfLoop(index, lane, positions, counterOf),
  }));
  const processes = processRows(index);
  const alone = loops.filter(({ process }) => processes.every((one) => one.process !== process));
  return [
    ...processes.flatMap(({ process, row }) => [
      row,
      ...loops.filter((loop) => loop.process === process).flatMap(({ rows }) => rows),
    ]),
    ...alone.flatMap(({ rows }) => rows),
  ];
}

function processOf(recording: Recording, loop: LaneId): LaneId | null {
  const lane = findLane(recording, loop);
  return lane === null ? null : (ancestorOfKind(recording, lane, 'process')?.id ?? null);
}

function rowsOfLoop(
  index: RecordingIndex,
  lane: LaneId,
  positions: readonly number[],
  counterOf: (track: Track) => IndexedCounter,
): TrackRow[] {
  const { recording } = index;
  const thread = threadOf(recording, lane);
  const named = (names: Readonly<Record<string, unknown>>): [name: string, position: number][] =>
    Object.keys(names).flatMap((name) =>
      positions.filter((position) => recording.tracks[position]!.name === name).map((position) => [name, position]),
    );
  const marks = positions.find((position) => recording.tracks[position]!.kind === 'marks') ?? null;
  const slices = named(events).map(([name, position]) => ({ position, look: events[name]! }));
  return [
    ...(slices.length === 0 && marks === null ? [] : [new EventStrip(thread, index, { slices, marks })]),
    ...named(counters).map(
      ([name, position]) => new CounterRow(thread, counters[name]!, () => counterOf(index.recording.tracks[position]!)),
    ),
    ...named({ [trackNames.stack]: true }).map(([, position]) => new FlameRow(thread, index, position)),
  ];
}

function threadOf(recording: Recording, loop: LaneId): LaneId | null {
  const lane = findLane(recording, loop);
  return lane === null ? null : (ancestorOfKind(recording, lane, 'thread')?.id ?? null);
}
