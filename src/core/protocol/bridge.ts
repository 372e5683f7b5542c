import type { NoticeName, Notices, Reply, RequestArgument, RequestName } from './contract';

/** What the preload puts into the window as `window.juggler`: all that the window can do outside of itself. */
export interface JugglerBridge {
  /** Never rejects: a request that fails replies with one sentence. */
  request<N extends RequestName>(name: N, argument: RequestArgument<N>): Promise<Reply<N>>;
  /** @returns stops listening. */
  on<N extends NoticeName>(name: N, listener: (notice: Notices[N]) => void): () => void;
  /** Path of a DOM `File` that was dropped; empty when it is not a file of the disk. */
  pathOfFile(file: object): string;
  readonly platform: string;
}

/** IPC channels between preload and main, and the message that hands the recorder's port on to the page. */
export const channels = {
  request: 'juggler:request',
  notice: 'juggler:notice',
  recorderPort: 'juggler:recorder-port',
} as const;

/** What main posts on the channel `notice`. */
export interface NoticeMessage {
  readonly name: NoticeName;
  readonly notice: Notices[NoticeName];
}
