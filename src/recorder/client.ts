import type {
  FromRecorder,
  RecorderEvent,
  RecorderRequestName,
  RecorderRequests,
  ToRecorder,
} from '../core/protocol/recorder';

export type RecorderRequest = <N extends RecorderRequestName>(
  name: N,
  argument: RecorderRequests[N]['argument'],
) => Promise<RecorderRequests[N]['reply']>;

export interface RecorderListeners {
  /** Only where the parent itself is a viewer. */
  readonly onEvent?: (event: RecorderEvent) => void;
  /** One sentence for the user that answers no request. */
  readonly onTrouble?: (message: string) => void;
}

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/** One call, one reply, over whatever carries the messages. */
export class RecorderClient {
  readonly #post: (message: ToRecorder) => void;
  readonly #listeners: RecorderListeners;
  readonly #waiting = new Map<number, Waiting>();
  #lastCall = 0;
  #ended: Error | null = null;
  readonly #gone = new AbortController();
  /** Raised once the recorder has ended. */
  readonly gone: AbortSignal = this.#gone.signal;

  constructor(post: (message: ToRecorder) => void, listeners: RecorderListeners = {}) {
    this.#post = post;
    this.#listeners = listeners;
  }

  /** @throws {Error} with a sentence, when the recorder refuses, or ends before it has answered. */
  request: RecorderRequest = (name, argument) => {
    if (this.#ended !== null) return Promise.reject(this.#ended);
    const call = ++this.#lastCall;
    return new Promise((resolve, reject) => {
      this.#waiting.set(call, { resolve, reject });
      // Name and argument belong together by this function's type.
      this.#post({ call, name, argument } as ToRecorder);
    });
  };

  receive(message: FromRecorder): void {
    if (message.type === 'event') return this.#listeners.onEvent?.(message.event);
    if (message.type === 'trouble') return this.#listeners.onTrouble?.(message.message);
    const waiting = this.#waiting.get(message.call);
    this.#waiting.delete(message.call);
    if (message.type === 'error') waiting?.reject(new Error(message.message));
    else waiting?.resolve(message.value as never);
  }

  /** Every request that waits, and every later one, fails with this. */
  end(error: Error): void {
    this.#ended = error;
    this.#gone.abort();
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
