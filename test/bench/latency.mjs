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
    await page.evaluate(resetProbe);
    const { offsetMs, errorMs } = await monotonicOffset(app);
    await page.evaluate(runAndWait, spec);
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

/** In the page: asks for the comparison as the Run button does, and waits for its end. */
async function runAndWait(spec) {
  const done = new Promise((resolve) => {
    window.juggler.on('compare.progress', ({ state }) => {
      if (state !== 'running') resolve(state);
    });
  });
  const reply = await window.juggler.request('compare.start', spec);
  if (!reply.ok) throw new Error(reply.message);
  const state = await done;
  if (state !== 'done') throw new Error(`the comparison ended ${state}`);
}
