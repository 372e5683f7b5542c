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
import { FormatError } from './format-error';
import { limits } from './limits';
import { TableNames, TableTotals, type TrackTable } from './table-names';
import { plainLane, plainTrack } from './plain-names';
import { laneSchema, trackInfoSchema } from './track-schema';

export type { TrackTable } from './table-names';

const maxStringsALine = 10_000;
const lineSchemas = {
  lane: z.object({ lane: laneSchema }),
  track: z.object({ track: trackInfoSchema }),
  strings: z.object({ strings: z.array(z.string().max(limits.stringLength)) }),
  seenUntil: z.object({ seenUntil: z.number().min(0).max(limits.nanos) }),
} as const;

/** Lines for what a chunk brings to the table; `seenUntil` only where it grew. */
export function encodeTableLines(chunk: RecordingChunk, seenBefore: number): string {
  const lines: object[] = [...chunk.lanes.map((lane) => ({ lane })), ...chunk.tracks.map((track) => ({ track }))];
  for (const strings of shortLists(chunk.strings)) lines.push({ strings });
  if (chunk.seenUntil > seenBefore) lines.push({ seenUntil: chunk.seenUntil });
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** As JSON a character takes up to 6. A cut-off line loses little when it is short. */
const maxListCharacters = limits.lineLength / 8;
const maxListEntries = 20;

function* shortLists(strings: readonly string[]): Generator<readonly string[]> {
  let list: string[] = [];
  let characters = 0;
  for (const text of strings) {
    if (list.length >= maxListEntries || (list.length > 0 && characters + text.length > maxListCharacters)) {
      yield list;
      list = [];
      characters = 0;
    }
    list.push(text);
    characters += text.length;
  }
  if (list.length > 0) yield list;
}

/** Collects the lines of `tracks.jsonl`; every error names the line. */
export class TrackTableReader {
  readonly #names: TableNames;
  readonly #totals: TableTotals;
  #seenUntil = 0;
  #line = 0;

  /** @param totals of all runs of the comparison that were read so far */
  constructor(totals = new TableTotals()) {
    this.#totals = totals;
    this.#names = new TableNames(totals);
  }

  /** @throws {FormatError} */
  push(line: string): void {
    this.#line++;
    this.#totals.add('lines', 1);
    if (line.length > limits.lineLength)
      throw new FormatError(`has a line of ${line.length} characters (${this.#where})`);
    const value = this.#json(line);
    try {
      this.#take(value);
    } catch (error) {
      throw error instanceof FormatError ? new FormatError(`${error.message} (${this.#where})`) : error;
    }
  }

  finish(): TrackTable {
    return this.#names.table(this.#seenUntil);
  }

  get #where(): string {
    return `line ${this.#line}`;
  }

  #json(line: string): object {
    try {
      const value: unknown = JSON.parse(line);
      return typeof value === 'object' && value !== null ? value : {};
    } catch (error) {
      throw new FormatError(`is no JSON (${this.#where})`, { cause: error });
    }
  }

  #take(value: object): void {
    if ('lane' in value) this.#names.lane(plainLane(value.lane) ?? this.#parsed(lineSchemas.lane, value).lane);
    else if ('track' in value) {
      this.#names.track(plainTrack(value.track) ?? this.#parsed(lineSchemas.track, value).track);
    } else if ('strings' in value) this.#strings(value);
    else this.#seenUntil = Math.max(this.#seenUntil, this.#parsed(lineSchemas.seenUntil, value).seenUntil);
  }

  #strings(value: { readonly strings: unknown }): void {
    // Before the schema: of each wrong entry it makes an error.
    if (Array.isArray(value.strings) && value.strings.length > maxStringsALine) {
      throw this.#wrong(`${value.strings.length} strings in one line`);
    }
    this.#names.strings(this.#parsed(lineSchemas.strings, value).strings);
  }

  #parsed<T>(schema: z.ZodType<T>, value: object): T {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    const issue = parsed.error.issues[0];
    throw this.#wrong(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
  }

  #wrong(what: string): FormatError {
    return new FormatError(`holds what no recording has (${this.#where}): ${what}`);
  }
}
