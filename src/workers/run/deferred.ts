/** A promise that is settled from outside; an unhandled rejection of it is nobody's fault. */
export interface Deferred<Value> {
  readonly promise: Promise<Value>;
  readonly resolve: (value: Value) => void;
  readonly reject: (error: Error) => void;
}

export function deferred<Value>(): Deferred<Value> {
  let settlers: Omit<Deferred<Value>, 'promise'> | null = null;
  const promise = new Promise<Value>((resolve, reject) => {
    settlers = { resolve, reject };
  });
  promise.catch(() => {});
  // The executor has run by now.
  return { promise, ...(settlers as unknown as Omit<Deferred<Value>, 'promise'>) };
}
