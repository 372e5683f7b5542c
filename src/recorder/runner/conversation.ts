import type { ToJob } from '../../core/protocol/job';
import { jobMessageSchema, type JobMessage } from './job-messages';
import type { ChildExit, ChildHandle } from './spawn';

export type Heard =
  | { readonly type: 'message'; readonly message: JobMessage }
  | { readonly type: 'exit'; readonly exit: ChildExit }
  | { readonly type: 'aborted' }
  | { readonly type: 'late' };

/** What a host says, one thing after the other, until it is gone. */
export class Conversation {
  readonly #handle: ChildHandle;
  readonly #heard: JobMessage[] = [];
  #exit: ChildExit | null = null;
  #wake: () => void = () => undefined;

  constructor(handle: ChildHandle) {
    this.#handle = handle;
    handle.onMessage((message) => {
      const parsed = jobMessageSchema.safeParse(message);
      // The user's code may send what it likes to its parent; that is not for us.
      if (!parsed.success) return;
      this.#heard.push(parsed.data);
      this.#wake();
    });
    void handle.exited.then((exit) => {
      this.#exit = exit;
      this.#wake();
    });
  }

  say(message: ToJob): void {
    this.#handle.post(message);
  }

  /** The next message; or that the host is gone, that `signal` was raised, or that `limitMs` are over. */
  async next(signal: AbortSignal, limitMs: number | null): Promise<Heard> {
    let late = false;
    const wake = (): void => this.#wake();
    signal.addEventListener('abort', wake);
    const timer =
      limitMs === null
        ? undefined
        : setTimeout(() => {
            late = true;
            this.#wake();
          }, limitMs);
    try {
      for (;;) {
        const message = this.#heard.shift();
        if (message !== undefined) return { type: 'message', message };
        if (this.#exit !== null) return { type: 'exit', exit: this.#exit };
        if (signal.aborted) return { type: 'aborted' };
        if (late) return { type: 'late' };
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', wake);
    }
  }
}
