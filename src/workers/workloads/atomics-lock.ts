/*
 * A lock on shared memory as operating systems build it: "Futexes are tricky" (Drepper, 2011), mutex 2.
 *
 *   words[0]   0 free · 1 taken · 2 taken, and somebody may be waiting
 *   words[1]   the counter that the lock is for
 */
const lock = 0;
const counter = 1;
const free = 0;
const taken = 1;
const contended = 2;

/** Adds 1 to the counter while holding the lock; waits for it if another thread has it. */
export function lockedIncrement(words: Int32Array): void {
  acquire(words);
  words[counter]! += 1;
  release(words);
}

/** How often it was counted; wraps at 2^31. */
export const countOf = (words: Int32Array): number => words[counter]!;

function acquire(words: Int32Array): void {
  if (Atomics.compareExchange(words, lock, free, taken) === free) return;
  while (Atomics.exchange(words, lock, contended) !== free) Atomics.wait(words, lock, contended);
}

function release(words: Int32Array): void {
  if (Atomics.exchange(words, lock, free) === contended) Atomics.notify(words, lock, 1);
}
