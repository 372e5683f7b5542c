import { defineWorkload } from './workload';

interface Slice {
  readonly from: number;
  readonly to: number;
}

export const primes = defineWorkload<Slice>({
  id: 'primes',
  title: 'Primes',
  tagline: 'computing, even slices',
  about:
    'Counts the prime numbers below a limit by trial division; each item is one slice of the numbers. This is pure ' +
    'computing: nobody waits for anything, so async gains nothing. There is one thread, it was busy before and it is ' +
    'busy now. Threads and processes put the slices on several cores and come close to as many times faster as there ' +
    'are cores. Slices higher up cost a little more, since larger numbers need more divisions.',
  items: { default: 64, min: 1, max: 100_000 },
  parameters: [
    { name: 'limit', label: 'Count primes below', unit: '', default: 6_000_000, min: 1_000, max: 100_000_000 },
  ],
  generate: ({ items, parameters }) => {
    const limit = parameters['limit']!;
    const edge = (index: number): number => Math.floor((limit * index) / items);
    return Array.from({ length: items }, (_, index) => ({ from: edge(index), to: edge(index + 1) }));
  },
  open: () => ({ run: ({ from, to }) => countPrimes(from, to) }),
});

/** Number of primes in [from, to). */
export function countPrimes(from: number, to: number): number {
  let count = from <= 2 && to > 2 ? 1 : 0;
  for (let candidate = Math.max(3, from | 1); candidate < to; candidate += 2) if (isOddPrime(candidate)) count++;
  return count;
}

function isOddPrime(candidate: number): boolean {
  for (let divisor = 3; divisor * divisor <= candidate; divisor += 2) if (candidate % divisor === 0) return false;
  return true;
}
