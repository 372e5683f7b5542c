import { basename } from 'node:path';
import { it } from 'vitest';
import { seededRandom } from '../../src/core/base/seeded-random';
import { drawFrom, type Draw } from './draw';

/** What a fuzzer runs with: fixed in the suite, given by `npm run fuzz` through the environment. */
export const fuzzSeed = numberFrom('JUGGLER_FUZZ_SEED') ?? 1;
const firstRound = numberFrom('JUGGLER_FUZZ_FIRST_ROUND') ?? 0;
const deadlineMs = numberFrom('JUGGLER_FUZZ_DEADLINE_MS') ?? Infinity;
const forHours = numberFrom('JUGGLER_FUZZ_ROUNDS') !== undefined;

/** The rounds to run: the fuzzer's own number in the suite. fast-check takes it as `numRuns`, with `seed: fuzzSeed`. */
export const fuzzRounds = (inSuite: number): number => numberFrom('JUGGLER_FUZZ_ROUNDS') ?? inSuite;

export interface Fuzzer {
  /** Rounds in the suite; keep a fuzzer under three seconds there. */
  readonly rounds: number;
  /** Time limit in the suite. */
  readonly timeoutMs?: number;
}

/**
 * One test that calls `check` with fresh random input each round. Rounds are independent: each draws from the seed
 * and its own number, so that a failure is repeated alone.
 */
export function fuzz(title: string, { rounds, timeoutMs = 60_000 }: Fuzzer, check: Check): void {
  const last = firstRound + fuzzRounds(rounds);
  it(title, { timeout: forHours ? 24 * 60 * 60_000 : timeoutMs }, async ({ task }) => {
    const name = basename(task.file.name).replace(/\.test\.\w+$/, '');
    for (let round = firstRound; round < last && Date.now() < deadlineMs; round++) {
      try {
        await check(drawFrom(seededRandom(seedOfRound(fuzzSeed, round))), round);
      } catch (error) {
        const repeat = `npm run fuzz -- ${name} --seed ${fuzzSeed} --round ${round}`;
        throw new Error(`"${title}" failed in round ${round} of seed ${fuzzSeed}; repeat it: ${repeat}`, {
          cause: error,
        });
      }
    }
  });
}

export type Check = (draw: Draw, round: number) => void | Promise<void>;

/** Neighbouring rounds must not start from neighbouring states of the generator: their first numbers would be alike. */
const seedOfRound = (seed: number, round: number): number =>
  (Math.imul(seed ^ 0x9e37_79b9, 0x85eb_ca6b) + Math.imul(round + 1, 0xc2b2_ae35)) >>> 0;

function numberFrom(name: string): number | undefined {
  const text = process.env[name];
  return text === undefined || !/^\d+$/.test(text) ? undefined : Number(text);
}
