import type { LibraryEntry } from '../../../core/protocol/recorder';

export const orders = {
  newest: {
    label: 'Newest first',
    compare: (a: LibraryEntry, b: LibraryEntry) => b.createdAt.localeCompare(a.createdAt),
  },
  name: { label: 'By name', compare: (a: LibraryEntry, b: LibraryEntry) => a.name.localeCompare(b.name) },
  largest: { label: 'Largest first', compare: (a: LibraryEntry, b: LibraryEntry) => b.bytes - a.bytes },
} as const;
export type Order = keyof typeof orders;

/** Entries that hold every word of `query` somewhere, in order. */
export function findComparisons(entries: readonly LibraryEntry[], query: string, order: Order): LibraryEntry[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return entries
    .filter(({ name, workload, summary }) => {
      const text = `${name} ${workload} ${summary}`.toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .toSorted(orders[order].compare);
}
