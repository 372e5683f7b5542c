import { watchCalls } from './watch-calls';

/**
 * Calls back once, when the thread begins to exit and before its own 'exit' listeners: one of them may end the process
 * there and then. No listener is added, since the program may count them. (Node sets `_exiting` right before it emits
 * 'exit', on all of its ways out.)
 */
export function atExit(callback: () => void): void {
  let over = false;
  watchCalls(process, 'emit', () => {
    if (over || Reflect.get(process, '_exiting') !== true) return;
    over = true;
    callback();
  });
}
