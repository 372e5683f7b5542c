import type { OpenSlices, RecordingChunk, TrackRows } from '../../core/trace/chunk';
import type { Lane, LaneId } from '../../core/trace/lane';
import type { TrackId, TrackInfo } from '../../core/trace/track';
import { RowStage } from './row-stage';

/** Gives out the ids of one run's lanes, tracks and strings, and gathers rows until the next chunk is taken. */
export class ChunkBuilder {
  readonly #strings = new Map<string, number>();
  readonly #stages: RowStage[] = [];
  #lanes: Lane[] = [];
  #tracks: TrackInfo[] = [];
  #newStrings: string[] = [];
  #nextLane = 0;
  #rows = 0;

  /** Nothing came since the last chunk. */
  get isEmpty(): boolean {
    return this.#lanes.length === 0 && this.#tracks.length === 0 && this.#rows === 0;
  }

  /** Rows of all tracks that came since the last chunk. */
  get rows(): number {
    return this.#rows;
  }

  addLane(lane: Omit<Lane, 'id'>): LaneId {
    const id = this.#nextLane++;
    this.#lanes.push({ id, ...lane });
    return id;
  }

  renameLane(lane: Lane): void {
    this.#lanes.push(lane);
  }

  addTrack(info: Omit<TrackInfo, 'id'>): TrackId {
    const id = this.#stages.length;
    this.#stages.push(new RowStage(info.kind));
    this.#tracks.push({ id, ...info });
    return id;
  }

  /** Index of a string in the recording's table. */
  string(text: string): number {
    const known = this.#strings.get(text);
    if (known !== undefined) return known;
    const index = this.#strings.size;
    this.#strings.set(text, index);
    this.#newStrings.push(text);
    return index;
  }

  /** Values in the order of `columnTypes` of the track's kind. */
  row(track: TrackId, a: number, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0): void {
    this.#rows++;
    this.#stages[track]!.push(a, b, c, d, e, f, g, h);
  }

  /** All that came since the last chunk. */
  take(open: readonly OpenSlices[], seenUntil: number): RecordingChunk {
    const rows: TrackRows[] = [];
    for (const [track, stage] of this.#stages.entries()) {
      // The columns of a stage are those of its kind.
      if (stage.rows > 0) rows.push({ track, kind: stage.kind, columns: stage.take() } as TrackRows);
    }
    const chunk = { lanes: this.#lanes, tracks: this.#tracks, strings: this.#newStrings, rows, open, seenUntil };
    this.#rows = 0;
    this.#lanes = [];
    this.#tracks = [];
    this.#newStrings = [];
    return chunk;
  }
}
