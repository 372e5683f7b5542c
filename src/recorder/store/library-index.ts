/*
 * `.index.json` of a library: what the list shows of each comparison, so that listing thousands of them takes one `stat`
 * each. It is only a copy. An entry counts as long as the comparison's `comparison.json` is the file it was made of; an
 * index that is missing or damaged is made anew.
 */
import type { Stats } from 'node:fs';
import { lstat, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import type { LibraryEntry } from '../../core/protocol/recorder';
import { inParallel } from './in-parallel';
import { comparisonPart, indexFile } from './layout';
import { readSmallText } from './open-regular';
import { temporaryName } from './output-file';

const text = z.string().max(20_000);
const entrySchema = z.object({
  id: text,
  name: text,
  createdAt: text,
  workload: text,
  summary: text,
  bytes: z.number(),
  recovered: z.boolean(),
});
const indexSchema = z.object({
  schema: z.literal('juggler.index/1'),
  entries: z.record(z.string(), z.object({ key: text, entry: entrySchema })),
});
type Entries = z.infer<typeof indexSchema>['entries'];

const maxIndexBytes = 64 * 1024 * 1024;

export class LibraryIndex {
  readonly #path: string;
  #entries: Entries | null = null;

  constructor(library: string) {
    this.#path = join(library, indexFile);
  }

  /** Whether there is one that can be read: then every unfinished comparison has been looked at, or is marked as open. */
  async isThere(): Promise<boolean> {
    return (await this.#read()) !== null;
  }

  /** From now on there is one; entries come with the next list. */
  async begin(): Promise<void> {
    await this.#write({});
  }

  /**
   * The entries of comparisons, in the order of their folders.
   *
   * @param isOpen it is being recorded: its entry would be old in a moment
   * @param make asked for those that the index does not have as they are now
   */
  async entries(
    folders: readonly string[],
    isOpen: (id: string) => boolean,
    make: (folder: string) => Promise<LibraryEntry>,
  ): Promise<LibraryEntry[]> {
    const before = (await this.#read()) ?? {};
    const after: Entries = {};
    let changed = this.#entries === null;
    const entries = await inParallel(folders, async (folder) => {
      const id = basename(folder);
      const key = await keyOf(folder);
      const known = Object.hasOwn(before, id) ? before[id] : undefined;
      if (known !== undefined && known.key === key && known.entry.id === id && !isOpen(id)) {
        after[id] = known;
        return known.entry;
      }
      const entry = await make(folder);
      // It may have changed while it was read: then the old key makes the next list look again.
      if (key !== null && !isOpen(id)) after[id] = { key, entry };
      changed = true;
      return entry;
    });
    if (changed || Object.keys(after).length !== Object.keys(before).length) await this.#write(after);
    return entries;
  }

  async #read(): Promise<Entries | null> {
    // Others (the app, the CLI) write it too; what they add is found by its keys, and only costs time when it is missed.
    if (this.#entries !== null) return this.#entries;
    try {
      const parsed = indexSchema.parse(JSON.parse(await readSmallText(this.#path, maxIndexBytes)));
      this.#entries = parsed.entries;
    } catch {
      return null;
    }
    return this.#entries;
  }

  /** Without fsync: one that is lost is made anew. */
  async #write(entries: Entries): Promise<void> {
    this.#entries = entries;
    const temporary = temporaryName(this.#path);
    try {
      await writeFile(temporary, JSON.stringify({ schema: 'juggler.index/1', entries }), { flag: 'wx', mode: 0o600 });
      await rename(temporary, this.#path);
    } catch {
      // A library that can't be written is listed all the same.
      await rm(temporary, { force: true }).catch(() => undefined);
    }
  }
}

/** Every write makes a file anew: its inode, time and size tell it from the one before. Null: there is none. */
async function keyOf(folder: string): Promise<string | null> {
  const found: Stats | null = await lstat(join(folder, comparisonPart)).catch(() => null);
  return found === null ? null : `${found.ino} ${found.mtimeMs} ${found.size}`;
}
