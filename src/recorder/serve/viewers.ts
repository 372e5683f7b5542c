import type { RecorderEvent } from '../../core/protocol/recorder';
import type { ViewerPort } from './parent-channel';

type Send = (event: RecorderEvent) => void;

/** Everybody who wants to see what is recorded. */
export class Viewers {
  readonly #viewers = new Set<Send>();

  readonly tell = (event: RecorderEvent): void => {
    for (const send of this.#viewers) send(event);
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
