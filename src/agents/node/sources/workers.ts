import workerThreads, { Worker, isMainThread, parentPort, threadId } from 'node:worker_threads';
import { agentFrameKinds, messageWays, type MessageWay } from '../../../core/protocol/agent';
import { createBudget } from '../budget';
import type { Clock } from '../clock';
import type { OwnOption } from '../own-option';
import { hidden, replace, type AnyFunction, type Wrapper } from '../replace';
import { watchCalls } from '../watch-calls';
import { defineSource, type SourceParts } from './source';

const mostMessagesPerSecond = 20_000;
/** The method by which Node hands a message to a port: a registered symbol since Node 15. */
const dispatch = Symbol.for('nodejs.internal.kHybridDispatch');

interface WorkerLike {
  readonly threadId: number;
}

/**
 * Threads that this one makes, and the messages between it and them, each told by who sends and by who gets it.
 *
 * Node 18 has no channel that tells of workers, and none tells before their environment is fixed: the class is wrapped.
 */
export const workers = (ownOption: Pick<OwnOption, 'withAgent'>) =>
  defineSource({
    name: 'workers',
    watch(parts) {
      const { operations } = parts;
      const note = noteMessages(parts);
      wrapWorker(
        (environment) => ownOption.withAgent(environment),
        (worker) => {
          const { threadId: number } = worker;
          const operation = operations.begin('worker', nameOf, number);
          operations.made(operation, { thread: number });
          operations.follow(worker, operation, isOver);
          const handle = hidden(worker, 'kHandle');
          if (isObject(handle)) watchCalls(handle, 'onexit', () => operations.endOf(worker, 'ended'));
          const port = hidden(worker, 'kPublicPort');
          if (isObject(port)) watchCalls(port, dispatch, () => note(number, 'from-worker-received', clock.now()));
        },
      );
      const { clock } = parts;
      wrapPost(Worker.prototype, clock, (self, at) => note(threadOf(self), 'to-worker-sent', at));
      if (isMainThread || parentPort === null) return;
      wrapPost(parentPort, clock, (_, at) => note(threadId, 'from-worker-sent', at));
      watchCalls(parentPort, dispatch, () => note(threadId, 'to-worker-received', clock.now()));
    },
  });

function wrapWorker(withAgent: (environment: object) => object, made: (worker: Worker) => void): void {
  const construct = (target: typeof Worker, args: unknown[], newTarget: Function): object => {
    const [file, options] = args;
    const environment: unknown = isObject(options) ? Reflect.get(options, 'env') : undefined;
    const rest = isObject(options) && isObject(environment) && environment !== process.env;
    const given = rest ? [file, inherited(options, withAgent(environment))] : args;
    const worker = Reflect.construct(target, given, newTarget) as Worker;
    try {
      made(worker);
    } catch {
      // Nothing of the agent's may reach the program.
    }
    return worker;
  };
  // Its prototype keeps the class itself as `constructor`: V8 names the frames of a stack by it.
  Reflect.set(workerThreads, 'Worker', new Proxy(Worker, { construct }));
}

/** The same options, whatever they are an instance of, with another environment. */
const inherited = (options: object, environment: object): object =>
  Object.create(options, { env: { value: environment, enumerable: true } }) as object;

type Note = (thread: number, way: MessageWay, at: number) => void;

function noteMessages({ teller, operations }: SourceParts): Note {
  const budget = createBudget(teller, 'messages', mostMessagesPerSecond);
  const counts = new Map<string, number>();
  return (thread, way, at) => {
    if (!teller.tells || !operations.told) return;
    try {
      const key = `${thread} ${way}`;
      const number = counts.get(key) ?? 0;
      counts.set(key, number + 1);
      if (budget.take(at)) teller.row(agentFrameKinds.message, at, at, thread, number, messageWays.indexOf(way));
    } catch {
      // Nothing of the agent's may reach the program.
    }
  };
}

/** A message that could not be sent has thrown, and is not counted. */
function wrapPost(owner: object, clock: Clock, posted: (self: unknown, at: number) => void): void {
  const wrap = (original: AnyFunction): Wrapper => ({
    call(this: unknown, ...args: unknown[]) {
      const at = clock.now();
      const result = Reflect.apply(original, this, args);
      posted(this, at);
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
