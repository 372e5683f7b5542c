/** Rows that made no sense: each is left out alone. */
export class RefusedRows {
  #count = 0;
  #reason = '';

  add(error: unknown): void {
    if (this.#count++ === 0) this.#reason = error instanceof Error ? error.message : String(error);
  }

  /** A sentence; null: all rows made sense. @param who told them */
  sentence(who: string): string | null {
    if (this.#count === 0) return null;
    const rows = this.#count === 1 ? '1 row' : `${this.#count} rows`;
    return `${rows} that ${who} told can’t be read (the first: ${this.#reason}). All others are kept.`;
  }
}
