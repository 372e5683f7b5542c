import { JobError } from '../run/failure';

/** More items than this are refused: an endless generator would never come to an end. */
export const maxItems = 1_000_000;

/**
 * All items of an array, an iterable, an async iterable, or a function that returns one of them (or a promise of
 * one), up to `limit`.
 *
 * @throws {JobError} if it is none of these, is empty, or has more than a million items.
 */
export async function collectItems(items: unknown, limit: number | null): Promise<readonly unknown[]> {
  const source: unknown = typeof items === 'function' ? await items() : await items;
  const most = limit ?? maxItems;
  const collected = await collect(source, most);
  if (collected.length === 0) throw wrong('“items” is empty: there is nothing to run. Give at least one item.');
  return collected;
}

async function collect(source: unknown, most: number): Promise<unknown[]> {
  const collected: unknown[] = [];
  if (isIterable(source)) {
    for (const item of source) if (!take(collected, item, most)) break;
    return collected;
  }
  if (isAsyncIterable(source)) {
    for await (const item of source) if (!take(collected, item, most)) break;
    return collected;
  }
  throw wrong(
    `“items” is ${described(source)}: it must be an array, an iterable, an async iterable, or a function that returns one.`,
  );
}

/** False: no more are wanted. */
function take(collected: unknown[], item: unknown, most: number): boolean {
  if (collected.length >= maxItems) {
    throw wrong(
      `“items” has more than ${maxItems.toLocaleString('en-US')} items, or never ends: give fewer, or say how many to take.`,
    );
  }
  collected.push(item);
  return collected.length < most || most >= maxItems;
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

function described(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  return typeof value === 'object' ? 'an object that can’t be iterated' : `a ${typeof value}`;
}

const wrong = (message: string): JobError => new JobError({ message });
