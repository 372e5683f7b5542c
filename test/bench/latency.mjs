/*
 * From the job to the pixel: how long after a worker wrote its frames the window has drawn them, while a real
 * comparison runs in the built app.
 */
import { row } from './row.mjs';
import { quantile } from './statistics.mjs';
import { monotonicOffset, withApp } from './window/app.mjs';
import { readProbe, resetProbe } from './window/probe.mjs';

export const name = 'latency';
export const title = 'From the job to the pixel';

const spec = {
  workload: {
    kind: 'built-in',
    id: 'primes',
    title: 'Primes',
    items: 400,
    seed: 1,
    parameters: { limit: 12_000_000 },
  },
  modes: ['serial', 'threads'],
  workers: 2,
  inFlight: 64,
  repeats: 1,
  timeLimitMs: 60_000,
};

export async function measure() {
  return withApp({}, async ({ app, page }) => {
    // The form shows the last choice.
    await page.evaluate((lastSpec) => window.juggler.request('settings.set', { lastSpec }), spec);
    await page.reload();
    await page.getByRole('button', { name: 'Compare', exact: true }).click();
    const { offsetMs, errorMs } = await monotonicOffset(app);
    await page.evaluate(resetProbe);
    const done = page.evaluate(endOfComparison);
    await page.getByRole('button', { name: 'Run', exact: true }).first().click();
    await done;
    const { chunks } = await page.evaluate(readProbe);
    const toPixel = chunks.map(({ writtenAtMs, drawnAt }) => drawnAt + offsetMs - writtenAtMs);
    const toWindow = chunks.map(({ writtenAtMs, arrivedAt }) => arrivedAt + offsetMs - writtenAtMs);
    const note = `${chunks.length} chunks; clocks within ${errorMs.toFixed(2)} ms`;
    return [
      row('written by the job to drawn, p50', quantile(toPixel, 0.5), 'ms', { note }),
      row('written by the job to drawn, p99', quantile(toPixel, 0.99), 'ms', { max: 100 }),
      row('of it until the window has it, p50', quantile(toWindow, 0.5), 'ms'),
      row('of it until the window has it, p99', quantile(toWindow, 0.99), 'ms'),
    ];
  });
}

/** In the page: waits for the end of the comparison that is about to be started. */
async function endOfComparison() {
  const state = await new Promise((resolve) => {
    window.juggler.on('compare.progress', (progress) => {
      if (progress.state !== 'running') resolve(progress.state);
    });
  });
  if (state !== 'done') throw new Error(`the comparison ended ${state}`);
}
