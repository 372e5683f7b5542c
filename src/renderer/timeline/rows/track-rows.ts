import type { RecordingIndex } from '../../../core/analysis/recording-index';
import { ancestorOfKind, findLane } from '../../../core/trace/find-tracks';
import { agentThreadName, type LaneId } from '../../../core/trace/lane';
import type { Recording } from '../../../core/trace/recording';
import { trackNames, type Track } from '../../../core/trace/track';
import { formatCount } from '../../../core/base/format-count';
import type { IndexedCounter } from '../band';
import { CounterRow, type CounterLook } from './counter-row';
import type { StateLaneRow } from '../state-lane-row';
import { EventStrip, type EventLook } from './event-strip';
import { FlameRow } from './flame-row';
import { GilStrip } from './gil-strip';
import { processRows } from './process-rows';
import type { TrackRow } from './track-row';

/** In the order they are drawn: what lies on top comes last. */
const events: Readonly<Record<string, EventLook>> = {
  [trackNames.blocked]: { colour: 'alarm', from: 0, to: 1, title: 'blocked' },
  [trackNames.measures]: { colour: 'accent', from: 0.66, to: 1, title: 'measure' },
  [trackNames.pickling]: { colour: 'waiting', from: 0, to: 1, title: 'for another process' },
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

  /** @param threads with their states, process by process */
  rowsOf(
    index: RecordingIndex,
    threads: readonly StateLaneRow[],
    counterOf: (track: Track) => IndexedCounter,
  ): readonly TrackRow[] {
    const { tracks } = index.recording;
    if (this.#made?.index !== index || this.#made.tracks !== tracks.length) {
      const rows = [...gilStrips(threads), ...makeRows(index, counterOf)];
      this.#made = { index, tracks: tracks.length, rows };
    }
    return this.#made.rows;
  }
}

function gilStrips(threads: readonly StateLaneRow[]): TrackRow[] {
  const processes = new Map<LaneId | null, StateLaneRow[]>();
  for (const row of threads) {
    // It waits for the lock only to look at the others.
    if (row.lane.name === agentThreadName) continue;
    const known = processes.get(row.lane.parent);
    if (known === undefined) processes.set(row.lane.parent, [row]);
    else known.push(row);
  }
  return [...processes.values()].filter((rows) => rows.length > 1).map((rows) => new GilStrip(rows));
}

/** Programs tell of a thread itself, and of the event loop on it: both stand beneath the thread. */
function makeRows(index: RecordingIndex, counterOf: (track: Track) => IndexedCounter): readonly TrackRow[] {
  const { recording } = index;
  const byThread = new Map<LaneId, number[]>();
  for (const [position, { lane: id }] of recording.tracks.entries()) {
    const lane = findLane(recording, id);
    const thread = lane === null ? null : ancestorOfKind(recording, lane, 'thread');
    if (thread === null) continue;
    const known = byThread.get(thread.id);
    if (known === undefined) byThread.set(thread.id, [position]);
    else known.push(position);
  }
  const threads = [...byThread].map(([thread, positions]) => ({
    process: processOf(recording, thread),
    rows: rowsOfThread(index, thread, positions, counterOf),
  }));
  const processes = processRows(index);
  const alone = threads.filter(({ process }) => processes.every((one) => one.process !== process));
  return [
    ...processes.flatMap(({ process, row }) => [
      row,
      ...threads.filter((thread) => thread.process === process).flatMap(({ rows }) => rows),
    ]),
    ...alone.flatMap(({ rows }) => rows),
  ];
}

function processOf(recording: Recording, thread: LaneId): LaneId | null {
  const lane = findLane(recording, thread);
  return lane === null ? null : (ancestorOfKind(recording, lane, 'process')?.id ?? null);
}

function rowsOfThread(
  index: RecordingIndex,
  thread: LaneId,
  positions: readonly number[],
  counterOf: (track: Track) => IndexedCounter,
): TrackRow[] {
  const { recording } = index;
  const named = (names: Readonly<Record<string, unknown>>): [name: string, position: number][] =>
    Object.keys(names).flatMap((name) =>
      positions
        .filter((position) => recording.tracks[position]!.name === name)
        .map((position): [string, number] => [name, position]),
    );
  const marks = positions.find((position) => recording.tracks[position]!.name === trackNames.userMarks) ?? null;
  const slices = named(events).map(([name, position]) => ({ position, look: events[name]! }));
  const hasLoop = positions.some((position) => recording.tracks[position]!.name === trackNames.lag);
  return [
    ...(slices.length === 0 && marks === null
      ? []
      : [new EventStrip(thread, hasLoop ? 'event loop' : 'events', index, { slices, marks })]),
    ...named(counters).map(
      ([name, position]) => new CounterRow(thread, counters[name]!, () => counterOf(index.recording.tracks[position]!)),
    ),
    ...named({ [trackNames.stack]: true }).map(([, position]) => new FlameRow(thread, index, position)),
  ];
}
