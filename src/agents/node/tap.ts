/*
 * To know when a callback is called without being on the stack while it runs: an error that is thrown in it must print
 * the very same stack as without the agent.
 *
 * A Proxy looks for a trap named `apply` each time it is called. Here that is a getter: it notes the call and returns
 * no trap, so the call goes on to the callback itself, and the getter's frame is gone by then.
 */
import type { Operations } from './operations';

export type Callback = (this: unknown, ...args: never[]) => unknown;

/** The callback, which ends the operation when it is called. Passed on as it is when there is no operation. */
export function tap<F extends Callback>(callback: F, operation: number, operations: Operations): F {
  return operation === 0 ? callback : new Proxy(callback, new Tap(operation, operations) as object);
}

class Tap {
  private readonly operations: Operations;
  private operation: number;

  constructor(operation: number, operations: Operations) {
    this.operation = operation;
    this.operations = operations;
  }

  get apply(): undefined {
    const { operation } = this;
    if (operation === 0) return undefined;
    this.operation = 0;
    noteCall(operation, this.operations);
    return undefined;
  }
}
// A Proxy would look for its other traps up to Object.prototype, which is the program's.
Object.setPrototypeOf(Tap.prototype, null);

export function noteCall(operation: number, operations: Operations): void {
  try {
    operations.end(operation, 'ended');
    if (operation > 0) operations.context.enter(operation);
  } catch {
    // Nothing of the agent's may reach the program.
  }
}
