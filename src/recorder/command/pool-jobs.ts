import { sliceFlags, trackNames, type TrackId } from '../../core/trace/track';
import type { LaneId } from '../../core/trace/lane';
import type { PoolJob } from '../agents/agent-sink';
import { OpenTasks } from '../assemble/open-tasks';
import type { ChunkBuilder } from '../assemble/chunk-builder';
import type { SchedulerLanes } from './scheduler-lanes';

/** Given and never begun, or begun and never given, as far as is known: bounded, the oldest are forgotten. */
const mostWaiting = 100_000;
/** What a column of rows can hold. */
const mostSlots = 65_535;

interface Given {
  readonly lane: LaneId;
  readonly at: number;
  readonly name: string;
}

interface Begun {
  readonly lane: LaneId;
  readonly at: number;
  readonly name: string;
}

interface Doing {
  readonly track: TrackId;
  readonly start: number;
  readonly name: number;
  readonly id: number;
}

/**
 * Work that is given to pools. Who gives it and who does it tell of it each for themselves, often from two processes, so
 * either may be read first.
 *
 *   giver     ░░░░ queued ░░░░╮
 *   worker                    ╰▶████ operations ████
 */
export class PoolJobs {
  readonly open = new OpenTasks();
  readonly #builder: ChunkBuilder;
  readonly #lanes: SchedulerLanes;
  readonly #given = new Map<string, Given>();
  readonly #begun = new Map<string, Begun>();
  readonly #doing = new Map<string, Doing>();
  readonly #tracks = new Map<string, TrackId>();
  /** Up to when each row of a track is taken. */
  readonly #ends = new Map<TrackId, number[]>();
  #last = 0;

  constructor(builder: ChunkBuilder, lanes: SchedulerLanes) {
    this.#builder = builder;
    this.#lanes = lanes;
  }

  queued(lane: LaneId, { at, name, ...job }: PoolJob & { readonly at: number; readonly name: string }): void {
    const key = keyOf(job);
    const begun = this.#begun.get(key);
    const given = { lane, at, name };
    if (begun === undefined) return remember(this.#given, key, given);
    this.#begun.delete(key);
    this.#hand(given, begun, begun.name);
  }

  start(
    lane: LaneId,
    { at, name, part, ...job }: PoolJob & { readonly at: number; readonly name: string; readonly part: number },
  ): void {
    const key = keyOf(job);
    const given = this.#given.get(key);
    const called = name !== '' ? name : given?.name !== undefined && given.name !== '' ? given.name : job.kind;
    const track = this.#track(lane, trackNames.operations);
    const id = ++this.#last;
    this.#begin(`${key} ${part}`, { track, start: at, name: this.#builder.string(called), id });
    this.open.add(track, { item: id, start: at, slot: 0 });
    if (given === undefined) return remember(this.#begun, key, { lane, at, name: called });
    // What several do was given once.
    this.#given.delete(key);
    this.#hand(given, { lane, at, name: called }, called);
  }

  end({ at, part, ...job }: PoolJob & { readonly at: number; readonly part: number }, flags: number): void {
    const key = keyOf(job);
    const doing = this.#doing.get(`${key} ${part}`);
    if (doing === undefined) return this.#neverBegun(key, at, flags);
    this.#doing.delete(`${key} ${part}`);
    this.#finish(doing, at, flags);
  }

  /** Nothing more comes. @param at the latest moment anything was seen */
  close(at: number): void {
    for (const doing of this.#doing.values()) this.#finish(doing, at, sliceFlags.unfinished);
    for (const given of this.#given.values()) this.#wait(given, at, given.name, sliceFlags.unfinished);
    this.#doing.clear();
    this.#given.clear();
  }

  /** One that was begun before under the same number, and the oldest of too many, never end as far as is known. */
  #begin(key: string, doing: Doing): void {
    const known = this.#doing.get(key);
    if (known !== undefined) this.#finish(known, doing.start, sliceFlags.unfinished);
    this.#doing.delete(key);
    this.#doing.set(key, doing);
    if (this.#doing.size <= mostWaiting) return;
    const [oldest, forgotten] = this.#doing.entries().next().value!;
    this.#doing.delete(oldest);
    this.#finish(forgotten, forgotten.start, sliceFlags.unfinished);
  }

  /** It was taken back before a worker came to it. */
  #neverBegun(key: string, at: number, flags: number): void {
    const given = this.#given.get(key);
    if (given === undefined) return;
    this.#given.delete(key);
    this.#wait(given, at, given.name, flags);
  }

  #hand(given: Given, begun: Begun, name: string): void {
    this.#wait(given, begun.at, name, 0);
    this.#lanes.message(given.lane, begun.lane, given.at, begun.at);
  }

  #wait({ lane, at }: Given, until: number, name: string, flags: number): void {
    const track = this.#track(lane, trackNames.queued);
    const end = Math.max(at, until);
    const slot = this.#slot(track, at, end);
    this.#builder.row(track, at, end, at, this.#builder.string(name), slot, Number.NaN, Number.NaN, flags);
  }

  /** The lowest row of a track that nothing in it reaches beyond `start`: they come in order of their ends. */
  #slot(track: TrackId, start: number, end: number): number {
    const ends = this.#ends.get(track) ?? [];
    this.#ends.set(track, ends);
    const free = ends.findIndex((until) => until <= start);
    const slot = Math.min(free < 0 ? ends.length : free, mostSlots);
    ends[slot] = Math.max(end, ends[slot] ?? 0);
    return slot;
  }

  #finish({ track, start, name, id }: Doing, at: number, flags: number): void {
    this.open.end(track, id);
    const end = Math.max(start, at);
    this.#builder.row(track, start, end, end, name, 0, Number.NaN, Number.NaN, flags);
  }

  #track(lane: LaneId, name: string): TrackId {
    const key = `${lane} ${name}`;
    const known = this.#tracks.get(key);
    if (known !== undefined) return known;
    const track = this.#builder.addTrack({ lane, kind: 'slices', name });
    this.#tracks.set(key, track);
    return track;
  }
}

const keyOf = ({ pid, kind, job }: PoolJob): string => `${pid} ${kind} ${job}`;

function remember<T>(things: Map<string, T>, key: string, thing: T): void {
  things.set(key, thing);
  if (things.size > mostWaiting) things.delete(things.keys().next().value!);
}
