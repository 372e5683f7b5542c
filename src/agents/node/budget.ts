import { agentFrameKinds, untoldThings, type UntoldThing } from '../../core/protocol/agent';
import type { Teller } from './teller';

const tellEveryNs = 1e9;

/**
 * How many rows of one sort a second may bring. As many may come at once; what lasts is told in part, evenly. What is
 * left out is counted, and the frames say how much it was.
 */
export interface Budget {
  /** Whether one more may be told. */
  take(now: number): boolean;
  /** Tells what was left out so far. */
  settle(now: number): void;
}

export function createBudget(teller: Teller, thing: UntoldThing, perSecond: number): Budget {
  const what = untoldThings.indexOf(thing);
  let left = perSecond;
  let filledAt = 0;
  let from = 0;
  let untold = 0;

  const settle = (now: number): void => {
    if (untold > 0) teller.row(agentFrameKinds.untold, now, what, from, now, untold);
    untold = 0;
  };
  return {
    take(now) {
      if (now > filledAt) {
        left = Math.min(perSecond, left + ((now - filledAt) * perSecond) / 1e9);
        filledAt = now;
      }
      if (untold > 0 && now - from >= tellEveryNs) settle(now);
      if (left >= 1) {
        left--;
        return true;
      }
      if (untold++ === 0) from = now;
      return false;
    },
    settle,
  };
}
