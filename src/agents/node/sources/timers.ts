import timers from 'node:timers';
import timersPromises from 'node:timers/promises';
import type { Operations } from '../operations';
import { replace, type AnyFunction, type Wrapper } from '../replace';
import { defineSource } from './source';
import { promised } from './promised';

/** Timers that wait for longer than 1 ms. Intervals are not told: they have no end. */
export const timersSource = defineSource({
  name: 'timers',
  watch({ operations }) {
    const wrapSet = (original: AnyFunction): Wrapper => ({
      call(this: unknown, ...args: unknown[]) {
        const [callback, delay] = args;
        // What is no number is waited for as if it were 1 ms, or is converted, once, by Node.
        if (typeof callback !== 'function' || typeof delay !== 'number' || !(delay > 1)) {
          return Reflect.apply(original, this, args);
        }
        const operation = operations.begin('timer', nameOf, delay);
        if (operation <= 0) {
          operations.end(operation, 'cancelled');
          return Reflect.apply(original, this, args);
        }
        const fired = new FiredTimer(operation, callback, operations);
        args[0] = new Proxy(callback, fired as object);
        const timer = Reflect.apply(original, this, args) as object;
        fired.timer = timer;
        operations.follow(timer, operation, isDestroyed);
        return timer;
      },
    });
    const wrapClear = (original: AnyFunction): Wrapper => ({
      call(this: unknown, ...args: unknown[]) {
        const [timer] = args;
        if (typeof timer === 'object' && timer !== null) operations.endOf(timer, 'cancelled');
        return Reflect.apply(original, this, args);
      },
    });
    // The same functions under two names each: they stay the same.
    const set = wrapOnce(wrapSet);
    const clear = wrapOnce(wrapClear);
    for (const owner of [globalThis, timers]) {
      replace(owner, 'setTimeout', set);
      replace(owner, 'clearTimeout', clear);
    }
    replace(timersPromises, 'setTimeout', (original) => ({
      call(this: unknown, ...args: unknown[]) {
        const [delay] = args;
        const operation = typeof delay === 'number' && delay > 1 ? operations.begin('timer', nameOf, delay) : 0;
        return promised(Reflect.apply(original, this, args), operation, operations);
      },
    }));
  },
});

const nameOf = (delay: number): string => `setTimeout ${Math.round(delay)} ms`;

const isDestroyed = (timer: object): boolean => Reflect.get(timer, '_destroyed') === true;

function wrapOnce(wrap: (original: AnyFunction) => Wrapper): (original: AnyFunction) => Wrapper {
  const wrappers = new Map<AnyFunction, Wrapper>();
  return (original) => {
    const wrapper = wrappers.get(original) ?? wrap(original);
    wrappers.set(original, wrapper);
    return wrapper;
  };
}

/**
 * As in `tap.ts`. It also gives the timer its callback back before that is called, since the stack of an error names the
 * function by the property that holds it: "at Timeout._onTimeout".
 */
class FiredTimer {
  timer: object | null = null;
  private readonly operation: number;
  private readonly callback: unknown;
  private readonly operations: Operations;

  constructor(operation: number, callback: unknown, operations: Operations) {
    this.operation = operation;
    this.callback = callback;
    this.operations = operations;
  }

  get apply(): never | undefined {
    const { timer } = this;
    if (timer === null) return undefined;
    this.timer = null;
    try {
      Reflect.set(timer, '_onTimeout', this.callback);
      this.operations.endOf(timer, 'ended');
      this.operations.context.enter(this.operation);
    } catch {
      // Nothing of the agent's may reach the program.
    }
    return undefined;
  }
}
Object.setPrototypeOf(FiredTimer.prototype, null);
