import { create } from 'zustand';
import type { LibraryEntry } from '../../core/protocol/recorder';
import { request } from './client';
import { changeDocument, closeComparison } from './comparison';
import { visibleDocument } from './visible';

interface LibraryState {
  /** Newest first; null until it was read. */
  readonly comparisons: readonly LibraryEntry[] | null;
  /** Ids of comparisons that a crash had interrupted and this start brought back. */
  readonly recovered: readonly string[];
}

export const useLibrary = create<LibraryState>(() => ({ comparisons: null, recovered: [] }));

let lastAsked = 0;
let shownAsked = 0;

/** @throws {Error} with a sentence for the user; so do the others. */
export async function loadLibrary(): Promise<void> {
  const asked = ++lastAsked;
  const { comparisons, recovered } = await request('library.list', null);
  // A list that was asked for later has come: this one is older.
  if (asked < shownAsked) return;
  shownAsked = asked;
  useLibrary.setState({
    comparisons: visibleDocument(comparisons).toSorted((a, b) => b.createdAt.localeCompare(a.createdAt)),
    recovered,
  });
}

export async function renameComparison(id: string, name: string): Promise<void> {
  await request('library.rename', { id, name });
  changeDocument(id, { name });
  await loadLibrary();
}

/** Into the library's trash, from where `restoreComparison` brings it back. */
export async function removeComparison(id: string): Promise<void> {
  await request('library.remove', { id });
  closeComparison(id);
  await loadLibrary();
}

export async function restoreComparison(id: string): Promise<void> {
  await request('library.restore', { id });
  await loadLibrary();
}

/**
 * Into the file it came from or was saved to before; asks where if there is none, or with `as`.
 * @returns where it was saved; null: the user changed their mind.
 */
export async function saveComparison(id: string, as: boolean): Promise<string | null> {
  const saved = await request('library.save', { id, as });
  return saved?.file ?? null;
}
