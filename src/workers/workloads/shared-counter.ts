import { lockedIncrement } from './atomics-lock';
import { defineWorkload } from './workload';

export const sharedCounter = defineWorkload<number, SharedArrayBuffer | null>({
  id: 'shared-counter',
  title: 'Shared counter',
  tagline: 'contention: a lock that everybody wants',
  about:
    'Every step takes a lock, adds 1 to a counter in shared memory and gives the lock back. Serial and async never ' +
    'find the lock taken, so a step costs a few nanoseconds. Threads do find it taken: they wait, are woken, and move ' +
    'the counter’s cache line from core to core. There is nothing to be done in parallel, since only one may count at ' +
    'a time; what is left is the cost of taking turns, and threads are slower than serial. Processes share no memory ' +
    'in Node: each has a counter of its own that nobody else wants, so they look fast, but they don’t solve the same ' +
    'problem. The cure is to share less: count in each worker, and add up at the end.',
  items: { default: 64, min: 1, max: 100_000 },
  parameters: [{ name: 'steps', label: 'Steps in an item', unit: '', default: 400_000, min: 1, max: 100_000_000 }],
  prepare: async ({ mode }) => ({ shared: mode === 'threads' ? new SharedArrayBuffer(8) : null }),
  generate: ({ items, parameters }) => Array.from({ length: items }, () => parameters['steps']!),
  open: ({ shared }) => {
    const words = new Int32Array(shared ?? new SharedArrayBuffer(8));
    return {
      run: (steps) => {
        for (let step = 0; step < steps; step++) lockedIncrement(words);
        return steps;
      },
    };
  },
});
