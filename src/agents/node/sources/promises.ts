/*
 * How many promises are made and settled. The hooks cost 2 to 4 times the time of code that does little but await, so
 * they throttle themselves: above so many in a window they are off for a second, and the frames say so.
 *
 * V8's own hooks, and not `async_hooks`: those stay as slow as they were when they are disabled from within (3×).
 */
import { createRequire } from 'node:module';
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
  const { promiseHooks } = createRequire(__filename)('node:v8') as typeof import('node:v8');
  let made = 0;
  let settled = 0;
  let windowStart = begun;
  /** Since when they are not counted; NaN: since some time in this turn of the loop. */
  let restsFrom: number | null = null;

  const rest = (): void => {
    restsFrom = Number.NaN;
    stop();
  };
  const count = (): (() => void) => {
    return promiseHooks.createHook({
      init() {
        // The window may be long over where the loop does not turn.
        if (++made >= mostInWindow && restsFrom === null) rest();
      },
      settled() {
        settled++;
      },
    }) as () => void;
  };
  let stop = count();
  const endWindow = (now: number): void => {
    teller.row(agentFrameKinds.promises, now, now, made, settled);
    made = 0;
    settled = 0;
    windowStart = now;
  };
  return {
    tick(now) {
      if (restsFrom === null) {
        if (!teller.tells) rest();
        else if (now - windowStart >= windowNs) endWindow(now);
        return;
      }
      if (!teller.tells) return;
      if (Number.isNaN(restsFrom)) {
        endWindow(now);
        restsFrom = now;
      }
      if (now - restsFrom < restNs) return;
      teller.row(agentFrameKinds.untold, now, untoldThings.indexOf('promises'), restsFrom, now, Number.NaN);
      restsFrom = null;
      windowStart = now;
      stop = count();
    },
  };
}
