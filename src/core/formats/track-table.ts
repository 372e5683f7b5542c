/*
 * `tracks.jsonl`: what a recording names, one JSON object a line, appended as it becomes known and always before the
 * rows that use it.
 *
 *   {"lane":{"id":0,"kind":"machine","name":"machine","parent":null}}
 *   {"track":{"id":0,"lane":0,"kind":"marks","name":"phases"}}
 *   {"strings":["start","workStart"]}
 *   {"seenUntil":250000000}
 */
import { z } from 'zod';
import type { RecordingChunk } from '../trace/chunk';
import type { Lane, LaneId } from '../trace/lane';
import type { TrackId, TrackInfo, TrackKind } from '../trace/track';
import { FormatError } from './format-error';
import { limits } from './limits';
import { laneSchema, trackInfoSchema } from './track-schema';

const lineSchema = z.union([
  z.object({ lane: laneSchema }),
  z.object({ track: trackInfoSchema }),
  z.object({ strings: z.array(z.string().max(limits.stringLength)).max(10_000) }),
  z.object({ seenUntil: z.number().min(0).max(limits.nanos) }),
]);

/** Lines for what a chunk brings to the table; `seenUntil` only where it grew. */
export function encodeTableLines(chunk: RecordingChunk, seenBefore: number): string {
  const lines: z.input<typeof lineSchema>[] = [
    ...chunk.lanes.map((lane) => ({ lane })),
    ...chunk.tracks.map((track) => ({ track })),
  ];
  // Short lines: a cut-off one loses little, and readers may limit the length of a line.
  for (let at = 0; at < chunk.strings.length; at += 20) lines.push({ strings: chunk.strings.slice(at, at + 20) });
  if (chunk.seenUntil > seenBefore) lines.push({ seenUntil: chunk.seenUntil });
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

export interface TrackTable {
  readonly lanes: readonly Lane[];
  readonly tracks: readonly TrackInfo[];
  readonly strings: readonly string[];
  readonly seenUntil: number;
  readonly kinds: ReadonlyMap<TrackId, TrackKind>;
}

/** Collects the lines of `tracks.jsonl`; every error names the line. */
export class TrackTableReader {
  readonly #lanes = new Map<LaneId, Lane>();
  readonly #tracks = new Map<TrackId, TrackInfo>();
  readonly #strings: string[] = [];
  #seenUntil = 0;
  #line = 0;

  /** @throws {FormatError} */
  push(line: string): void {
    this.#line++;
    if (line.length > limits.lineLength)
      throw new FormatError(`has a line of ${line.length} characters (${this.#where})`);
    const parsed = lineSchema.safeParse(this.#json(line));
    if (!parsed.success)
      throw new FormatError(`holds what no recording has (${this.#where}): ${z.prettifyError(parsed.error)}`);
    this.#take(parsed.data);
  }

  finish(): TrackTable {
    return {
      lanes: [...this.#lanes.values()],
      tracks: [...this.#tracks.values()],
      strings: this.#strings,
      seenUntil: this.#seenUntil,
      kinds: new Map([...this.#tracks.values()].map(({ id, kind }) => [id, kind])),
    };
  }

  get #where(): string {
    return `line ${this.#line}`;
  }

  #json(line: string): unknown {
    try {
      return JSON.parse(line);
    } catch (error) {
      throw new FormatError(`is no JSON (${this.#where})`, { cause: error });
    }
  }

  #take(line: z.output<typeof lineSchema>): void {
    if ('lane' in line) return this.#lane(line.lane);
    if ('track' in line) return this.#track(line.track);
    if ('strings' in line) this.#strings.push(...line.strings);
    else this.#seenUntil = Math.max(this.#seenUntil, line.seenUntil);
    if (this.#strings.length > limits.strings) throw new FormatError(`has more than ${limits.strings} strings`);
  }

  #lane(lane: Lane): void {
    const known = this.#lanes.get(lane.id);
    // It may have been given another name, or a parent that was not known before, and nothing else.
    const isMoved = known?.parent !== lane.parent && known?.parent !== null;
    if (known !== undefined && (known.kind !== lane.kind || isMoved || this.#isWithin(lane.parent, lane.id))) {
      throw new FormatError(`names lane ${lane.id} twice (${this.#where})`);
    }
    if (lane.parent !== null && !this.#lanes.has(lane.parent)) {
      throw new FormatError(`names lane ${lane.id} before its parent ${lane.parent} (${this.#where})`);
    }
    if (known === undefined && this.#lanes.size >= limits.lanes)
      throw new FormatError(`has more than ${limits.lanes} lanes`);
    this.#lanes.set(lane.id, lane);
  }

  /** Whether a lane is another one, or lies below it. */
  #isWithin(lane: LaneId | null, other: LaneId): boolean {
    for (let at = lane; at !== null; at = this.#lanes.get(at)?.parent ?? null) if (at === other) return true;
    return false;
  }

  #track(track: TrackInfo): void {
    if (this.#tracks.has(track.id)) throw new FormatError(`names track ${track.id} twice (${this.#where})`);
    if (!this.#lanes.has(track.lane)) {
      throw new FormatError(`names track ${track.id} of lane ${track.lane}, which it does not have (${this.#where})`);
    }
    if (this.#tracks.size >= limits.tracks) throw new FormatError(`has more than ${limits.tracks} tracks`);
    this.#tracks.set(track.id, track);
  }
}
