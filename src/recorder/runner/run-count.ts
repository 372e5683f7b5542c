import { limits } from '../../core/formats/limits';

/** Before any of them is run. @throws {Error} with a sentence, when a comparison can't hold so many runs */
export function checkRunCount(runs: number): void {
  if (runs <= limits.runs) return;
  throw new Error(
    `These are ${runs} runs in all, and a comparison holds ${limits.runs}: ask for fewer repeats or modes.`,
  );
}
