import { MessageChannelMain, utilityProcess, type UtilityProcess } from 'electron';
import type { PassThrough } from 'node:stream';
import { brokerEntries, type BrokerConnect, type BrokerReply, type BrokerRequest } from '../../core/protocol/job';
import { knownStarts } from '../../recorder/runner/process-tree';
import { outFiles } from '../out-files';

/** Starts worker processes at a host's request and joins each with it; see `BrokerRequest`. */
export class Broker {
  readonly #host: UtilityProcess;
  readonly #output: { readonly stdout: PassThrough; readonly stderr: PassThrough };
  readonly #workers = new Map<number, UtilityProcess>();
  readonly #pids: number[] = [];
  #hostGone = false;

  /** @param output where the workers' prints go: the same streams as the host's. */
  constructor(host: UtilityProcess, output: { readonly stdout: PassThrough; readonly stderr: PassThrough }) {
    this.#host = host;
    this.#output = output;
    host.once('exit', () => {
      this.#hostGone = true;
      this.kill('SIGKILL');
    });
  }

  /** Every worker's pid so far, alive or not. */
  get pids(): readonly number[] {
    return this.#pids;
  }

  /** @returns whether the message was for the broker. */
  receive(message: unknown): boolean {
    if (!isRequest(message)) return false;
    if (message.type === 'kill') killProcess(this.#workers.get(message.id)?.pid, 'SIGKILL');
    else this.#spawn(message);
    return true;
  }

  kill(signal: NodeJS.Signals): void {
    for (const { pid } of this.#workers.values()) killProcess(pid, signal);
  }

  #spawn({ id, entry, name }: BrokerRequest & { type: 'spawn' }): void {
    const worker = utilityProcess.fork(outFiles.worker(entry), [], {
      serviceName: name,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#workers.set(id, worker);
    worker.stdout?.pipe(this.#output.stdout, { end: false });
    worker.stderr?.pipe(this.#output.stderr, { end: false });
    worker.once('spawn', () => {
      const { pid } = worker;
      if (pid === undefined) return;
      this.#pids.push(pid);
      knownStarts.note(pid);
      // The host ended while its worker was being started.
      if (this.#hostGone) return killProcess(pid, 'SIGKILL');
      const { port1, port2 } = new MessageChannelMain();
      const connect: BrokerConnect = { type: 'connect' };
      worker.postMessage(connect, [port1]);
      this.#reply({ type: 'spawned', id, pid }, [port2]);
    });
    worker.once('exit', (code) => {
      this.#workers.delete(id);
      this.#reply({ type: 'exited', id, code });
    });
  }

  #reply(message: BrokerReply, ports: Electron.MessagePortMain[] = []): void {
    if (!this.#hostGone) this.#host.postMessage(message, ports);
  }
}

/** Does nothing for a process that is gone. */
export function killProcess(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself in the meantime.
  }
}

/** The host runs other people's code: what it asks for is checked. */
function isRequest(message: unknown): message is BrokerRequest {
  if (typeof message !== 'object' || message === null) return false;
  const { type, id, entry, name } = message as Record<string, unknown>;
  if (typeof id !== 'number') return false;
  if (type === 'kill') return true;
  return type === 'spawn' && typeof name === 'string' && brokerEntries.some((known) => known === entry);
}
