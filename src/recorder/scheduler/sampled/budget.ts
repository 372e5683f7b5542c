/** Share of a core that sampling may take. */
const share = 0.05;
const shortestMs = 5;
const longestMs = 1000;
/** Looked at are so many: a sample that was interrupted by something else does not count. */
const kept = 9;

/** How often may be sampled, by what a sample costs. */
export class SamplingBudget {
  readonly #costs: number[] = [];

  /** @param ms that the last sample took */
  spent(ms: number): void {
    this.#costs.push(ms);
    if (this.#costs.length > kept) this.#costs.shift();
  }

  get periodMs(): number {
    const sorted = this.#costs.toSorted((a, b) => a - b);
    const usual = sorted[Math.floor(sorted.length / 2)] ?? 0;
    return Math.min(longestMs, Math.max(shortestMs, usual / share));
  }
}
