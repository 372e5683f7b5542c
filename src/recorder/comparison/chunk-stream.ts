import type { OpenSlices, RecordingChunk } from '../../core/trace/chunk';
import type { Recording } from '../../core/trace/recording';
import { RecordingBuilder } from '../../core/trace/recording-builder';
import { ChunkBuilder } from '../assemble/chunk-builder';
import { mergeChunks } from '../assemble/merge-chunks';

export interface RunSink {
  /** `writtenAtMs`: CLOCK_MONOTONIC. */
  readonly chunk: (chunk: RecordingChunk, writtenAtMs: number) => void;
  /** Throws when nothing can be saved. */
  readonly append: (chunk: RecordingChunk) => void;
}

/**
 * A recorder that is killed loses what came since the last save: this, and one poll (50 ms). Polls are a little early or
 * late, so that three of them make one save.
 */
const savePeriodMs = 140;

/** What is gathered of a run, cut into chunks: each goes to viewers at once, some together to disk. */
export class ChunkStream {
  readonly builder = new ChunkBuilder();
  readonly #sink: RunSink;
  readonly #recording = new RecordingBuilder();
  #unsaved: RecordingChunk[] = [];
  #toldUntil = -1;
  readonly #nowMs: () => number;
  #savedAtMs: number;

  /** @param nowMs of a clock that only goes forward */
  constructor(sink: RunSink, nowMs = () => performance.now()) {
    this.#sink = sink;
    this.#nowMs = nowMs;
    this.#savedAtMs = nowMs();
  }

  /** It is time to save: what there is should be told first, however little it is. */
  get isDue(): boolean {
    return this.#nowMs() - this.#savedAtMs >= savePeriodMs;
  }

  /** All that has been told so far. */
  snapshot(): Recording {
    return this.#recording.snapshot();
  }

  /**
   * Cuts a chunk off. What was seen stays seen: the right edge never goes back.
   *
   * @param always also when there is nothing in it
   */
  emit(open: readonly OpenSlices[], seenUntil: number, always = false): void {
    const { isDue } = this;
    if (always || !this.builder.isEmpty || seenUntil > this.#toldUntil) this.#tell(open, seenUntil);
    if (isDue) this.save();
  }

  #tell(open: readonly OpenSlices[], seenUntil: number): void {
    this.#toldUntil = Math.max(seenUntil, this.#toldUntil);
    const chunk = this.builder.take(open, this.#toldUntil);
    this.#recording.append(chunk);
    this.#unsaved.push(chunk);
    this.#sink.chunk(chunk, Number(process.hrtime.bigint()) / 1e6);
  }

  /** Brings to disk what has been told. */
  save(): void {
    const merged = mergeChunks(this.#unsaved);
    this.#unsaved = [];
    this.#savedAtMs = this.#nowMs();
    if (merged !== null) this.#sink.append(merged);
  }
}
