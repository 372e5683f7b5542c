import { isMainThread, parentPort, threadId } from 'node:worker_threads';
import { agentFrameKinds, messageWays, type MessageWay } from '../../../core/protocol/agent';
import { createBudget } from '../budget';
import { hidden, replace, type AnyFunction, type Wrapper } from '../replace';
import { watchCalls } from '../watch-calls';
import { subscribe } from './channel';
import { defineSource, type SourceParts } from './source';

const mostMessagesPerSecond = 20_000;
/** The method by which Node hands a message to a port: a registered symbol since Node 15. */
const dispatch = Symbol.for('nodejs.internal.kHybridDispatch');

interface WorkerLike {
  readonly threadId: number;
}

/** Threads that this one makes, and the messages between it and them, each told by who sends and by who gets it. */
export const workers = defineSource({
  name: 'workers',
  watch(parts) {
    const { operations } = parts;
    const note = noteMessages(parts);
    let prepared = false;
    subscribe('worker_threads', (message) => {
      const worker = message['worker'] as WorkerLike;
      const { threadId: number } = worker;
      const operation = operations.begin('worker', nameOf, number);
      operations.made(operation, { thread: number });
      operations.follow(worker, operation, isOver);
      const handle = hidden(worker, 'kHandle');
      if (isObject(handle)) watchCalls(handle, 'onexit', () => operations.endOf(worker, 'ended'));
      if (!prepared)
        wrapPost(Object.getPrototypeOf(worker) as object, (self) => note(threadOf(self), 'to-worker-sent'));
      prepared = true;
      const port = hidden(worker, 'kPublicPort');
      if (isObject(port)) watchCalls(port, dispatch, () => note(number, 'from-worker-received'));
    });
    if (isMainThread || parentPort === null) return;
    wrapPost(parentPort, () => note(threadId, 'from-worker-sent'));
    watchCalls(parentPort, dispatch, () => note(threadId, 'to-worker-received'));
  },
});

type Note = (thread: number, way: MessageWay) => void;

function noteMessages({ teller, clock }: SourceParts): Note {
  const budget = createBudget(teller, 'messages', mostMessagesPerSecond);
  const counts = new Map<string, number>();
  return (thread, way) => {
    if (!teller.tells) return;
    try {
      const key = `${thread} ${way}`;
      const number = counts.get(key) ?? 0;
      counts.set(key, number + 1);
      const now = clock.now();
      if (budget.take(now)) teller.row(agentFrameKinds.message, now, now, thread, number, messageWays.indexOf(way));
    } catch {
      // Nothing of the agent's may reach the program.
    }
  };
}

/** A message that could not be sent has thrown, and is not counted. */
function wrapPost(owner: object, posted: (self: unknown) => void): void {
  const wrap = (original: AnyFunction): Wrapper => ({
    call(this: unknown, ...args: unknown[]) {
      const result = Reflect.apply(original, this, args);
      posted(this);
      return result;
    },
  });
  const value: unknown = Reflect.get(owner, 'postMessage');
  // A port inherits it: only this port's own is wrapped.
  if (!Object.hasOwn(owner, 'postMessage') && typeof value === 'function') {
    Reflect.defineProperty(owner, 'postMessage', { value, configurable: true, writable: true, enumerable: false });
  }
  replace(owner, 'postMessage', wrap);
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const isOver = (worker: WorkerLike): boolean => worker.threadId < 0;
const threadOf = (worker: unknown): number => (worker as WorkerLike).threadId;
const nameOf = (thread: number): string => `worker ${thread}`;
