/**
 * Calls back each time that a method of `owner`, its own or inherited, is called, right before it is. As in `tap.ts`:
 * nothing is on the stack while the method runs. Does nothing where there is no such method.
 */
export function watchCalls(owner: object, name: PropertyKey, called: () => void): void {
  const original: unknown = Reflect.get(owner, name);
  if (typeof original !== 'function') return;
  const own = Object.getOwnPropertyDescriptor(owner, name);
  // A Proxy would look for its other traps up to Object.prototype, which is the program's.
  const handler = Object.create(null) as object;
  Reflect.defineProperty(handler, 'apply', {
    get(): undefined {
      try {
        called();
      } catch {
        // Nothing of the agent's may reach the program.
      }
      return undefined;
    },
  });
  Reflect.defineProperty(owner, name, {
    configurable: true,
    writable: true,
    enumerable: own?.enumerable === true,
    value: new Proxy(original, handler),
  });
}
