import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';
import { drainStates, stateAt, waitingAt, type DrainedRound, type DrainTask } from './drain-task';
import type { RingPlace } from './ring-reader';

/** All entries lie in folders beside each other. */
export const drainEntry = join(dirname(fileURLToPath(import.meta.url)), '../recorder/drain-rings.js');
const stopMs = 1000;

/** The thread that empties rings in a storm, as the recorder's own thread sees it. */
export class DrainThread {
  readonly #control = new Int32Array(new SharedArrayBuffer(8));
  readonly #port: MessagePort;
  readonly #worker: Worker;
  readonly #take: (round: DrainedRound) => void;
  #hasFailed = false;

  /**
   * @param epoch ns of CLOCK_MONOTONIC
   * @param entry the built `drain-rings.js`
   */
  constructor(places: readonly RingPlace[], epoch: number, take: (round: DrainedRound) => void, entry = drainEntry) {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#take = take;
    const task: DrainTask = { places, epoch, shared: this.#control.buffer, port: port2 };
    this.#worker = new Worker(entry, { workerData: task, transferList: [port2] });
    // Without it the rings are emptied as they were before.
    this.#worker.on('error', () => (this.#hasFailed = true));
    this.#worker.unref();
    this.#port.on('message', (round: DrainedRound) => this.#take(round));
    this.#port.unref();
  }

  /** It may take over; `isDraining` from then on. */
  get isReady(): boolean {
    return this.#state === drainStates.ready;
  }

  get isDraining(): boolean {
    return this.#state === drainStates.go && !this.#hasFailed;
  }

  /** It takes over nothing, or no longer. */
  get isOver(): boolean {
    return this.#state === drainStates.over || this.#hasFailed;
  }

  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  takeOver(): void {
    Atomics.store(this.#control, stateAt, drainStates.go);
    Atomics.notify(this.#control, stateAt);
  }

  /** @param bytes that wait to be gone through: behind a limit it reads no more */
  waiting(bytes: number): void {
    Atomics.store(this.#control, waitingAt, bytes / 1024);
  }

  /** It ends, and all that it read has been taken. */
  stop(): void {
    const was = Atomics.exchange(this.#control, stateAt, drainStates.stop);
    Atomics.notify(this.#control, stateAt);
    if (was === drainStates.go && !this.#hasFailed) Atomics.wait(this.#control, stateAt, drainStates.stop, stopMs);
    for (let next = receiveMessageOnPort(this.#port); next !== undefined; next = receiveMessageOnPort(this.#port)) {
      this.#take(next.message as DrainedRound);
    }
    this.#port.close();
    void this.#worker.terminate();
  }

  get #state(): number {
    return Atomics.load(this.#control, stateAt);
  }
}
