/*
 * How many promises are made and settled. The hooks cost 2 to 4 times the time of code that does little but await, so
 * they throttle themselves: above so many in a window they are off for the next ones, and the frames say so.
 */
import { createHook } from 'node:async_hooks';
import { agentFrameKinds, untoldThings } from '../../../core/protocol/agent';
import type { Teller } from '../teller';

const windowNs = 50e6;
/** A window that saw more than this cost more than a tenth of it: about 1 µs a promise. */
const mostInWindow = 5_000;
const restNs = 950e6;

export interface Promises {
  tick(now: number): void;
}

export function countPromises(teller: Teller, begun: number): Promises {
  let made = 0;
  let settled = 0;
  let windowStart = begun;
  let restsFrom: number | null = null;
  const hook = createHook({
    init(_id, type) {
      // The window may be long over where the loop does not turn.
      if (type === 'PROMISE' && ++made >= mostInWindow && restsFrom === null) rest();
    },
    promiseResolve() {
      settled++;
    },
  });
  const rest = (): void => {
    restsFrom = Number.NaN;
    hook.disable();
  };
  const endWindow = (now: number): void => {
    teller.row(agentFrameKinds.promises, now, now, made, settled);
    made = 0;
    settled = 0;
    windowStart = now;
  };
  hook.enable();
  return {
    tick(now) {
      if (!teller.tells) hook.disable();
      if (restsFrom === null) {
        if (now - windowStart >= windowNs) endWindow(now);
        return;
      }
      if (Number.isNaN(restsFrom)) {
        endWindow(now);
        restsFrom = now;
      }
      if (now - restsFrom < restNs || !teller.tells) return;
      teller.row(agentFrameKinds.untold, now, untoldThings.indexOf('promises'), restsFrom, now, Number.NaN);
      restsFrom = null;
      windowStart = now;
      hook.enable();
    },
  };
}
