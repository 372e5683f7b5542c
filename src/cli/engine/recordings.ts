import type { RecorderEvent } from '../../core/protocol/recorder';
import type { Recording } from '../../core/trace/recording';
import { RecordingBuilder } from '../../core/trace/recording-builder';

/** Puts the recorder's chunks together, a recording for each run of one comparison. */
export class Recordings {
  readonly #builders = new Map<string, RecordingBuilder>();

  receive(event: RecorderEvent): void {
    if (event.type !== 'chunk') return;
    let builder = this.#builders.get(event.run);
    if (builder === undefined) this.#builders.set(event.run, (builder = new RecordingBuilder()));
    builder.appendPacked(event.chunk);
  }

  byRun(): Map<string, Recording> {
    return new Map([...this.#builders].map(([run, builder]) => [run, builder.snapshot()]));
  }
}
