import type { WebContents } from 'electron';
import { channels, type NoticeMessage } from '../core/protocol/bridge';
import type { NoticeName, Notices } from '../core/protocol/contract';

/** Sends notices to the window; keeps them until there is one that listens. */
export class NoticeSender {
  #contents: WebContents | null = null;
  #waiting: NoticeMessage[] = [];

  send<N extends NoticeName>(name: N, notice: Notices[N]): void {
    const message: NoticeMessage = { name, notice };
    if (this.#contents === null) this.#waiting.push(message);
    else this.#contents.send(channels.notice, message);
  }

  /** The page has loaded: its listeners are there, as they are set while its script is first run. */
  connect(contents: WebContents): void {
    this.#contents = contents;
    contents.once('destroyed', () => this.disconnect());
    contents.once('render-process-gone', () => this.disconnect());
    for (const message of this.#waiting.splice(0)) contents.send(channels.notice, message);
  }

  disconnect(): void {
    this.#contents = null;
  }
}
