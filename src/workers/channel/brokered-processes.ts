import type { BrokerReply, BrokerRequest } from '../../core/protocol/job';
import { deferred } from '../run/deferred';
import { portChannel, type Channel, type Port } from './channel';
import type { ProcessEnd, WorkerProcess, WorkerProcesses } from './worker-processes';

interface Asked {
  readonly end: (end: ProcessEnd) => void;
  readonly ended: Promise<ProcessEnd>;
  readonly spawned: (process: WorkerProcess) => void;
  readonly refused: (error: Error) => void;
}

/** Asks the parent, Electron's main process, for utilityProcesses (see `BrokerRequest`). */
export function brokeredProcesses(parent: Channel): WorkerProcesses {
  const asked = new Map<number, Asked>();
  let lastId = 0;
  const request = (message: BrokerRequest): void => parent.send(message);
  parent.onMessage((message, ports) => {
    if (!isReply(message)) return;
    const entry = asked.get(message.id);
    if (entry === undefined) return;
    if (message.type === 'spawned') return entry.spawned(brokered(message, ports[0], entry.ended, request));
    asked.delete(message.id);
    const reason = message.reason ?? null;
    entry.refused(new Error(reason ?? 'the process ended before it was ready'));
    entry.end({ code: message.code, reason });
  });
  return {
    killAll: () => {
      for (const id of asked.keys()) request({ type: 'kill', id });
    },
    spawn: (entry, name) =>
      new Promise((resolve, reject) => {
        const id = ++lastId;
        const { promise: ended, resolve: end } = deferred<ProcessEnd>();
        asked.set(id, { end, ended, spawned: resolve, refused: reject });
        request({ type: 'spawn', id, entry, name });
      }),
  };
}

function brokered(
  { id, pid }: { readonly id: number; readonly pid: number },
  port: Port | undefined,
  ended: Promise<ProcessEnd>,
  request: (message: BrokerRequest) => void,
): WorkerProcess {
  if (port === undefined) throw new Error(`the main process started worker ${id} without a port to talk to it`);
  return { ...portChannel(port), pid, ended, kill: () => request({ type: 'kill', id }) };
}

function isReply(message: unknown): message is BrokerReply {
  const type = (message as { type?: unknown } | null)?.type;
  return type === 'spawned' || type === 'exited';
}
