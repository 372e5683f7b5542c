import { cutText } from '../base/cut-text';
import type { RecordingChunk, TrackRows } from '../trace/chunk';
import type { Lane } from '../trace/lane';
import type { TrackInfo } from '../trace/track';
import { goodRows } from './check-rows';
import { rowCount } from './columns';
import { fitDocument } from './fit-document';
import { FormatError } from './format-error';
import { limits } from './limits';
import { TableNames, TableTotals } from './table-names';
import { laneSchema, trackInfoSchema } from './track-schema';

/**
 * Brings the chunks of a run, in order, within what a reader takes: by the reader's own rules. Names that are too long
 * are cut; lanes, tracks and rows that no file can hold are left out, counted, and told at the end.
 */
export class ChunkFitter {
  readonly #totals: TableTotals;
  readonly #names: TableNames;
  readonly #left = { lanes: 0, tracks: 0, rows: 0, strings: 0 };
  #shortened = 0;
  #seenUntil = 0;

  /** @param totals of all runs of the comparison that were written so far */
  constructor(totals = new TableTotals()) {
    this.#totals = totals;
    this.#names = new TableNames(totals);
  }

  fit(chunk: RecordingChunk): RecordingChunk {
    const lanes = chunk.lanes.flatMap((lane) => this.#lane(lane) ?? []);
    const tracks = chunk.tracks.flatMap((track) => this.#track(track) ?? []);
    const strings = this.#strings(chunk.strings);
    const rows = chunk.rows.flatMap((piece) => this.#rows(piece) ?? []);
    return { lanes, tracks, strings, rows, open: chunk.open, seenUntil: this.#seen(chunk.seenUntil) };
  }

  /** One sentence for each kind of thing that is not in the file as it was recorded. */
  sentences(): string[] {
    const { lanes, tracks, rows, strings } = this.#left;
    const sentences: string[] = [];
    const beyond = { Lanes: lanes, Tracks: tracks, Strings: strings };
    for (const [what, count] of Object.entries(beyond)) {
      if (count > 0) sentences.push(`${what} not saved, since a file holds no more or they were not valid: ${count}.`);
    }
    if (rows > 0) {
      sentences.push(`Rows not saved, since their times are impossible or they name what was not saved: ${rows}.`);
    }
    if (this.#shortened > 0) sentences.push(`Long names shortened: ${this.#shortened}.`);
    return sentences;
  }

  #lane(lane: Lane): Lane | null {
    const fitted = fitDocument(laneSchema, lane)?.value ?? null;
    if (!this.#admitted('lanes', fitted, (each) => this.#names.lane(each))) return null;
    if (fitted.name.length !== lane.name.length) this.#shortened++;
    return fitted;
  }

  #track(track: TrackInfo): TrackInfo | null {
    const fitted = fitDocument(trackInfoSchema, track)?.value ?? null;
    if (!this.#admitted('tracks', fitted, (each) => this.#names.track(each))) return null;
    if (fitted.name.length !== track.name.length) this.#shortened++;
    return fitted;
  }

  #admitted<T>(what: 'lanes' | 'tracks', fitted: T | null, admit: (fitted: T) => void): fitted is T {
    try {
      if (fitted === null) throw new FormatError('is not valid');
      this.#totals.add('lines', 1);
      admit(fitted);
      return true;
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      this.#left[what]++;
      return false;
    }
  }

  /** A string keeps its place, since rows name it by its index: where there is no more room for its text, it is empty. */
  #strings(strings: readonly string[]): string[] {
    const kept: string[] = [];
    for (const text of strings) {
      if (this.#left.strings > 0 || !this.#totals.has('strings', 1) || !this.#totals.has('lines', 1)) {
        this.#left.strings++;
        continue;
      }
      const short = cutText(text, limits.stringLength);
      const fitted = this.#totals.has('characters', short.length) ? short : '';
      if (fitted !== text) this.#shortened++;
      // Each may be a line of its own.
      this.#totals.add('lines', 1);
      this.#names.strings([fitted]);
      kept.push(fitted);
    }
    return kept;
  }

  #rows(rows: TrackRows): TrackRows | null {
    const good = goodRows(rows, this.#names.known);
    this.#left.rows += rowCount(rows) - (good === null ? 0 : rowCount(good));
    return good;
  }

  #seen(until: number): number {
    const isBeyond = !(until >= 0 && until <= limits.nanos) || !this.#totals.has('lines', 1);
    if (isBeyond || until <= this.#seenUntil) return this.#seenUntil;
    this.#totals.add('lines', 1);
    this.#seenUntil = until;
    return until;
  }
}
