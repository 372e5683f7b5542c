export type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;

/** A method and no `function`, which would have a `prototype` even where the original has none. */
export interface Wrapper {
  readonly call: AnyFunction;
}

/**
 * Puts a wrapper in the place of a function of `owner`, with the same name, length and other properties
 * (`util.promisify.custom`). Does nothing where there is no such function.
 */
export function replace(owner: object, name: PropertyKey, wrap: (original: AnyFunction) => Wrapper): void {
  const property = Object.getOwnPropertyDescriptor(owner, name);
  const original: unknown = property?.value;
  if (property === undefined || typeof original !== 'function') return;
  if (property.configurable !== true && property.writable !== true) return;
  const wrapper: unknown = Reflect.get(wrap(original as AnyFunction), 'call');
  if (typeof wrapper !== 'function') return;
  for (const key of Reflect.ownKeys(original)) {
    const own = Object.getOwnPropertyDescriptor(original, key);
    if (own !== undefined) Reflect.defineProperty(wrapper, key, own);
  }
  Reflect.defineProperty(owner, name, { ...property, value: wrapper });
}

/** Value of the property whose symbol is described so: what Node hides from its users this way, it keeps for long. */
export function hidden(thing: object, description: string): unknown {
  const symbol = Object.getOwnPropertySymbols(thing).find((one) => one.description === description);
  return symbol === undefined ? undefined : Reflect.get(thing, symbol);
}
