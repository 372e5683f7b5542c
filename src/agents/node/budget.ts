import { agentFrameKinds, untoldThings, type UntoldThing } from '../../core/protocol/agent';
import type { Teller } from './teller';

const windowNs = 1e9;

/** How many rows of one sort a second may bring: what is more is counted, and the frames say how much it was. */
export interface Budget {
  /** Whether one more may be told. */
  take(now: number): boolean;
  /** Tells what was left out so far. */
  settle(now: number): void;
}

export function createBudget(teller: Teller, thing: UntoldThing, mostPerSecond: number): Budget {
  const what = untoldThings.indexOf(thing);
  let windowStart = 0;
  let taken = 0;
  let from = 0;
  let untold = 0;

  const settle = (now: number): void => {
    if (untold > 0) teller.row(agentFrameKinds.untold, now, what, from, now, untold);
    untold = 0;
  };
  return {
    take(now) {
      if (now - windowStart >= windowNs) {
        settle(now);
        windowStart = now;
        taken = 0;
      }
      if (++taken <= mostPerSecond) return true;
      if (untold++ === 0) from = now;
      return false;
    },
    settle,
  };
}
