import { checkRoom, openSpareLibrary } from './spare-library';
import type { Library, OpenLibrary } from './store';

/** Period of looking whether recorders of others are alive: a signal 0 and a line of /proc for each. */
const ownersPeriodMs = 500;

/** The user's library, and the spare one for comparisons that it can't take. */
export class Libraries {
  readonly #open: OpenLibrary;
  readonly #onChange: () => void;
  #folder: string | null = null;
  #library: Library | null = null;
  #opening: Promise<Library> | null = null;
  #recovering: Promise<void> | null = null;
  #spare: Promise<Library | null> | null = null;
  readonly #inSpare = new Set<string>();
  #owners: NodeJS.Timeout | null = null;

  /** @param onChange another recorder's comparison was recovered */
  constructor(open: OpenLibrary, onChange: () => void) {
    this.#open = open;
    this.#onChange = onChange;
  }

  set folder(folder: string) {
    this.#folder = folder;
  }

  /** Opened when first needed; after a failure (a disk that was away) the next need tries again. @throws {Error} */
  async main(): Promise<Library> {
    if (this.#library !== null) return this.#library;
    if (this.#folder === null) throw new Error('The recorder was not told where comparisons live.');
    this.#opening ??= this.#open(this.#folder).finally(() => (this.#opening = null));
    this.#library = await this.#opening;
    return this.#library;
  }

  /** The user's library, with room for a comparison. @throws {Error} */
  async writable(): Promise<Library> {
    const library = await this.main();
    await checkRoom(library.folder);
    return library;
  }

  /** The one that has a comparison. */
  async of(id: string): Promise<Library> {
    const spare = this.#inSpare.has(id) ? await this.#spare : null;
    return spare ?? this.main();
  }

  /** Null: nothing can be written anywhere. */
  spare(): Promise<Library | null> {
    this.#spare ??= openSpareLibrary(this.#open);
    return this.#spare;
  }

  /** This comparison is in the spare library from now on. */
  useSpare(id: string): void {
    this.#inSpare.add(id);
  }

  close(): void {
    if (this.#owners !== null) clearInterval(this.#owners);
  }

  /** With all put in order that killed recorders left behind; nothing that is recorded or opened waits for that. */
  async recovered(): Promise<Library> {
    const library = await this.main();
    this.#recovering ??= library.recoverAll().then(() => {
      if (library.owned > 0) this.#watchOwners(library);
    });
    await this.#recovering.catch((error: unknown) => {
      this.#recovering = null;
      throw error;
    });
    return library;
  }

  /**
   * What another recorder still writes is looked at until that one has ended. After a crash of the app that is a
   * moment: its recorder outlives it until it notices, and the next start may be quicker.
   */
  #watchOwners(library: Library): void {
    let looking = false;
    const timer = setInterval(async () => {
      if (looking) return;
      looking = true;
      const before = library.owned;
      // A library that is away for a moment is looked at again.
      await library.recoverOwned().catch(() => []);
      if (library.owned < before) this.#onChange();
      if (library.owned === 0) clearInterval(timer);
      looking = false;
    }, ownersPeriodMs);
    timer.unref();
    this.#owners = timer;
  }
}
