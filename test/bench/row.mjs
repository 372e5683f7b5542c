/**
 * One figure of a benchmark.
 *
 * @param what what was measured
 * @param value a number in `unit`
 * @param options `max` or `min`: its budget, in the same unit; `note`: what a reader must know to believe it
 */
export function row(what, value, unit, { max, min, note = '' } = {}) {
  const budget = max !== undefined ? { max } : min !== undefined ? { min } : null;
  const met = max !== undefined ? value <= max : min !== undefined ? value >= min : null;
  return { what, value, unit, budget, met, note };
}
