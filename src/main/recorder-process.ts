import { MessageChannelMain, utilityProcess, type UtilityProcess, type WebContents } from 'electron';
import { channels } from '../core/protocol/bridge';
import type { FromRecorder, RecorderRequests } from '../core/protocol/recorder';
import type { Machine } from '../core/trace/machine';
import { RecorderClient, type RecorderRequest } from '../recorder/client';
import { outFiles } from './out-files';

export interface RecorderOptions {
  readonly hello: RecorderRequests['hello']['argument'];
  /** One sentence that answers no request: the disk is full, or the recorder ended by itself. */
  readonly onTrouble: (message: string) => void;
  /** It ended by itself: what it was recording is over. */
  readonly onEnded: () => void;
}

/** A recorder that ends so often within so long is not started again. */
const mostRestarts = 3;
const restartWindowMs = 60_000;

/** The recorder: one process beside main and the window, started anew when it dies. */
export class RecorderProcess {
  readonly #options: RecorderOptions;
  readonly #deaths: number[] = [];
  #child: UtilityProcess | null = null;
  #client = new RecorderClient(() => undefined);
  #machine: Promise<Machine> = Promise.reject(new Error('The recorder was not started.'));
  #viewer: WebContents | null = null;
  #live = false;
  #closing = false;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#machine.catch(() => undefined);
  }

  start(): void {
    const child = utilityProcess.fork(outFiles.recorder, [], { serviceName: 'Juggler Recorder', stdio: 'inherit' });
    const client = new RecorderClient((message) => child.postMessage(message), { onTrouble: this.#options.onTrouble });
    child.on('message', (message: FromRecorder) => client.receive(message));
    child.once('exit', (code) => this.#exited(client, code));
    this.#child = child;
    this.#client = client;
    this.#machine = client.request('hello', this.#options.hello).then(({ machine }) => machine);
    // Whoever needs the machine is told; a start that nobody waits for must not end the app.
    this.#machine.catch(() => undefined);
    if (this.#live) client.request('live', { on: true }).catch(() => undefined);
    this.#connectViewer();
  }

  /** @throws {Error} with a sentence. */
  request: RecorderRequest = (name, argument) => this.#client.request(name, argument);

  machine(): Promise<Machine> {
    return this.#machine;
  }

  async setLive(on: boolean): Promise<void> {
    this.#live = on;
    await this.request('live', { on });
  }

  /** Gives the window a port of its own to the recorder, now and after every restart. */
  connectViewer(contents: WebContents): void {
    this.#viewer = contents;
    this.#connectViewer();
  }

  /** Ends it; it closes its files by itself. */
  close(): void {
    this.#closing = true;
    this.#child?.kill();
  }

  #connectViewer(): void {
    if (this.#child === null || this.#viewer === null || this.#viewer.isDestroyed()) return;
    const { port1, port2 } = new MessageChannelMain();
    this.#child.postMessage({ type: 'viewer' }, [port2]);
    this.#viewer.postMessage(channels.recorderPort, null, [port1]);
  }

  #exited(client: RecorderClient, code: number): void {
    this.#child = null;
    const now = Date.now();
    this.#deaths.push(now);
    const often = this.#deaths.filter((at) => now - at < restartWindowMs).length > mostRestarts;
    const message = often
      ? `The recorder ended ${mostRestarts + 1} times within a minute (last with code ${code}): nothing can be measured. Start Juggler again.`
      : `The recorder ended with code ${code} and was started again. What it had recorded until then is kept.`;
    client.end(new Error(this.#closing ? 'Juggler is closing.' : message));
    if (this.#closing) return;
    this.#options.onTrouble(message);
    if (!often) this.start();
    this.#options.onEnded();
  }
}
