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

const chunksPerAppend = 5;

/** What is gathered of a run, cut into chunks: each goes to viewers at once, some together to disk. */
export class ChunkStream {
  readonly builder = new ChunkBuilder();
  readonly #sink: RunSink;
  readonly #recording = new RecordingBuilder();
  #unsaved: RecordingChunk[] = [];
  #toldUntil = -1;

  constructor(sink: RunSink) {
    this.#sink = sink;
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
    if (!always && this.builder.isEmpty && seenUntil <= this.#toldUntil) return;
    this.#toldUntil = Math.max(seenUntil, this.#toldUntil);
    const chunk = this.builder.take(open, this.#toldUntil);
    this.#recording.append(chunk);
    this.#unsaved.push(chunk);
    this.#sink.chunk(chunk, Number(process.hrtime.bigint()) / 1e6);
    if (this.#unsaved.length >= chunksPerAppend) this.save();
  }

  /** Brings to disk what has been told. */
  save(): void {
    const merged = mergeChunks(this.#unsaved);
    this.#unsaved = [];
    if (merged !== null) this.#sink.append(merged);
  }
}
