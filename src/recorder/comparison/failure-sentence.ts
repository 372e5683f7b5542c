import { joinWords } from '../../core/base/join-words';
import type { RunFailure } from '../../core/trace/run';

const mostNamed = 4;

/**
 * What the runner saw from outside (an exit code), with what is known from inside: what the thread itself wrote down
 * before it ended, or else the items that were in flight.
 */
export function withItemsInFlight(
  seen: RunFailure,
  written: RunFailure | null,
  unfinished: readonly number[],
): RunFailure {
  if (seen.item !== undefined || seen.stack !== undefined) return seen;
  if (written !== null) return seen.output === undefined ? written : { ...written, output: seen.output };
  const [first, second] = unfinished;
  if (first === undefined) return seen;
  if (second === undefined) return { ...seen, message: `${seen.message} Item ${first} was in flight.`, item: first };
  const named = unfinished.slice(0, mostNamed).map(String);
  if (unfinished.length > mostNamed) named.push(`${unfinished.length - mostNamed} more`);
  return { ...seen, message: `${seen.message} Items ${joinWords(named)} were in flight.` };
}
