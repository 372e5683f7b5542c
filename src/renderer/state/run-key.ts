/** A run of the whole window. Run ids alone do not do: every comparison has a `serial-1`. */
export type RunKey = string & { readonly __key: 'run' };

/** Neither id has a space in it. */
export const runKey = (comparison: string, run: string): RunKey => `${comparison} ${run}` as RunKey;
