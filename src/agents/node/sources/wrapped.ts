import type { OperationKind } from '../../../core/protocol/agent';
import type { Operations } from '../operations';
import { replace } from '../replace';
import { tap, type Callback } from '../tap';
import { promised } from './promised';

/** Names apart by white space. */
export const words = (text: string): readonly string[] => text.split(/\s+/);

type Describe = (args: readonly unknown[]) => string;

/** Functions that take a callback as their last argument. Called without one, they are left alone. */
export function wrapCallbacks(
  owner: object,
  names: readonly string[],
  kind: OperationKind,
  describe: (name: string) => Describe,
  operations: Operations,
): void {
  for (const name of names) {
    const described = describe(name);
    replace(owner, name, (original) => ({
      call(this: unknown, ...args: unknown[]) {
        const last = args.length - 1;
        const callback = args[last];
        if (typeof callback !== 'function') return Reflect.apply(original, this, args);
        const operation = operations.begin(kind, described, args);
        args[last] = tap(callback as Callback, operation, operations);
        return ending(operation, operations, original, this, args);
      },
    }));
  }
}

/** Functions that return a promise. */
export function wrapPromises(
  owner: object,
  names: readonly string[],
  kind: OperationKind,
  describe: (name: string) => Describe,
  operations: Operations,
): void {
  for (const name of names) {
    const described = describe(name);
    replace(owner, name, (original) => ({
      call(this: unknown, ...args: unknown[]) {
        const operation = operations.begin(kind, described, args);
        return promised(ending(operation, operations, original, this, args), operation, operations);
      },
    }));
  }
}

type Args = Parameters<typeof Reflect.apply>[2];

/** Calls the original. An error goes on as it is, neither caught nor thrown anew: it would lose where it came from. */
function ending(operation: number, operations: Operations, original: Callback, self: unknown, args: Args): unknown {
  let returned = false;
  try {
    const result: unknown = Reflect.apply(original, self, args);
    returned = true;
    return result;
  } finally {
    if (!returned) operations.end(operation, 'failed');
  }
}
