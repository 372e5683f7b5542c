import {
  agentFrameKinds,
  operationKinds,
  operationOutcomes,
  type OperationKind,
  type OperationOutcome,
} from '../../core/protocol/agent';
import { createBudget } from './budget';
import type { Clock } from './clock';
import type { Context } from './context';
import type { Teller } from './teller';

/**
 * One costs 2 to 4 µs and 64 bytes: a server that answers 30,000 requests a second would lose a tenth of them, and fill
 * 7 GB an hour. So many cost at most 2 % of a core.
 */
const mostPerSecond = 5_000;
/** In the place of an id: under way and counted, but not told. */
const untold = -1;
/** What nobody tells the end of is looked at this often, this many at once. */
const sweepNs = 0.5e9;
const mostSwept = 1000;

/** The named things that a thread has under way. Nothing in here ever throws. */
export interface Operations {
  readonly context: Context;
  /** Whether they are told at all. */
  readonly told: boolean;
  /** `describe` is called at once. @returns its id; 0 or less when it is not told: the other calls know that. */
  begin<A>(kind: OperationKind, describe: (about: A) => string, about: A): number;
  end(operation: number, outcome: OperationOutcome): void;
  /** Nothing for what is not told. Else the operation ends when `endOf` is called with `thing`, or once `isGone` says so. */
  follow<T extends object>(thing: T, operation: number, isGone: (thing: T) => boolean): void;
  /** Ends what `follow` was given; nothing when it wasn't. @returns the operation's id, or 0. */
  endOf(thing: object, outcome: OperationOutcome): number;
  /** A process or a thread that it made. */
  made(operation: number, made: { readonly pid?: number | undefined; readonly thread?: number }): void;
  /** Most in flight since the last call. */
  takePeak(): number;
  tick(now: number): void;
  /** The thread ends. */
  settle(now: number): void;
}

interface Followed {
  readonly operation: number;
  readonly isGone: (thing: never) => boolean;
}

export function createOperations(teller: Teller, clock: Clock, context: Context, told: boolean): Operations {
  const budget = createBudget(teller, 'operations', mostPerSecond);
  const followed = new Map<object, Followed>();
  const kindIndex = Object.fromEntries(operationKinds.map((kind, index) => [kind, index])) as Record<
    OperationKind,
    number
  >;
  const outcomeIndex = Object.fromEntries(operationOutcomes.map((outcome, index) => [outcome, index])) as Record<
    OperationOutcome,
    number
  >;
  let last = 0;
  let inFlight = 0;
  let peak = 0;
  let sweptAt = 0;
  let sweep = followed.entries();

  const end = (operation: number, outcome: OperationOutcome): void => {
    if (operation === 0) return;
    inFlight--;
    if (operation === untold) return;
    const at = clock.now();
    teller.row(agentFrameKinds.operationEnd, at, operation, at, outcomeIndex[outcome]);
  };
  const endOf = (thing: object, outcome: OperationOutcome): number => {
    const known = followed.get(thing);
    if (known === undefined) return 0;
    followed.delete(thing);
    end(known.operation, outcome);
    return known.operation;
  };
  const sweepSome = (): void => {
    for (let count = 0; count < mostSwept; count++) {
      const { done, value } = sweep.next();
      if (done === true) {
        sweep = followed.entries();
        return;
      }
      const [thing, { isGone }] = value;
      if (isGone(thing as never)) endOf(thing, 'cancelled');
    }
  };
  return {
    context,
    told,
    begin(kind, describe, about) {
      if (!told || !teller.tells) return 0;
      const at = clock.now();
      if (++inFlight > peak) peak = inFlight;
      if (!budget.take(at)) return untold;
      let name = 0;
      try {
        name = teller.string(describe(about));
      } catch {
        // What is strange enough to have no name is told without.
      }
      const id = ++last;
      teller.row(agentFrameKinds.operationStart, at, id, at, kindIndex[kind], name, context.current());
      return id;
    },
    end,
    follow(thing, operation, isGone) {
      if (operation <= 0) return end(operation, 'ended');
      endOf(thing, 'cancelled');
      followed.set(thing, { operation, isGone });
    },
    endOf,
    made(operation, { pid = Number.NaN, thread = Number.NaN }) {
      if (operation <= 0) return;
      const at = clock.now();
      teller.row(agentFrameKinds.made, at, operation, at, pid, thread);
    },
    takePeak() {
      const most = peak;
      peak = inFlight;
      return most;
    },
    tick(now) {
      if (!teller.tells) return followed.clear();
      if (now - sweptAt < sweepNs) return;
      sweptAt = now;
      sweepSome();
    },
    settle(now) {
      budget.settle(now);
    },
  };
}
