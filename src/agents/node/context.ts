/*
 * Which operation the thread is working for at this moment: the one that starts another is told with it.
 *
 * From Node 24 on an AsyncLocalStorage costs nothing (a storm of awaits 1.03×), and what an operation leads to is
 * followed through `await`. Before, it would turn promise hooks on (3.3×): there only what a callback itself starts
 * is known to be started by it. Node numbers every callback's scope, hooks or not, so a glance at that number tells
 * whether the callback is still running.
 */
import { AsyncLocalStorage, executionAsyncId } from 'node:async_hooks';
import type { AgentHello } from '../../core/protocol/agent';

export interface Context {
  readonly kind: AgentHello['startedBy'];
  /** Id of an operation; 0: none known. */
  current(): number;
  /** For the rest of the running callback. */
  enter(operation: number): void;
}

export function createContext(): Context {
  return hasContextFrames() ? ofStorage() : ofCallbacks();
}

function hasContextFrames(): boolean {
  const major = Number.parseInt(process.versions.node, 10);
  const options = [...process.execArgv, process.env['NODE_OPTIONS'] ?? ''].join(' ');
  return major >= 24 && !/--no-async-context-frame|--no-experimental-async-context-frame/.test(options);
}

function ofStorage(): Context {
  const storage = new AsyncLocalStorage<number>();
  return {
    kind: 'context',
    current: () => storage.getStore() ?? 0,
    enter: (operation) => storage.enterWith(operation),
  };
}

function ofCallbacks(): Context {
  let entered = 0;
  let scope = 0;
  return {
    kind: 'callbacks',
    // Microtasks have no number: 0.
    current: () => (scope !== 0 && executionAsyncId() === scope ? entered : 0),
    enter(operation) {
      entered = operation;
      scope = executionAsyncId();
    },
  };
}
