import type { RecorderEvent } from '../../core/protocol/recorder';
import { packChunk } from '../../core/trace/pack-chunk';
import type { ViewerPort } from './parent-channel';

type Send = (event: RecorderEvent) => void;

/** Everybody who wants to see what is recorded. */
export class Viewers {
  readonly #viewers = new Set<Send>();

  readonly tell = (event: RecorderEvent): void => {
    if (this.#viewers.size === 0) return;
    const sent = event.type === 'chunk' ? { ...event, chunk: packChunk(event.chunk) } : event;
    for (const send of this.#viewers) send(sent);
  };

  add(send: Send): void {
    this.#viewers.add(send);
  }

  addPort(port: ViewerPort): Send {
    const send: Send = (event) => port.postMessage(event);
    port.on('close', () => this.#viewers.delete(send));
    port.start();
    this.#viewers.add(send);
    return send;
  }
}
