/*
 * Frames a second in the window while a simulated machine of 64 cores streams a run with 1,000 workers. The app is the
 * built one; only its recorder is replaced (synthetic/streaming-recorder.ts), so chunks cross two processes as always.
 */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inProject } from '../../scripts/lib/project.mjs';
import { buildForNode } from './build.mjs';
import { row } from './row.mjs';
import { quantile } from './statistics.mjs';
import { withApp } from './window/app.mjs';
import { readProbe, resetProbe } from './window/probe.mjs';

export const name = 'streaming';
export const title = 'The window while 64 cores and 1,000 lanes stream';

const seconds = 10;

export async function measure() {
  const folder = await appWithStreamingRecorder();
  return withApp({ folder }, async ({ app, page }) => {
    await app.evaluate(openAnything);
    await page.waitForFunction(() => window.jugglerBench.chunks.length > 20);
    await page.evaluate(resetProbe);
    await page.waitForTimeout(seconds * 1000);
    const { frames, chunks } = await page.evaluate(readProbe);
    const work = frames.map(({ start, end }) => end - start);
    const gaps = frames.slice(1).map(({ start }, index) => start - frames[index].start);
    const span = (frames.at(-1).start - frames[0].start) / 1e3;
    return [
      row('frames a second', (frames.length - 1) / span, 'frames/s', { min: 55, note: `over ${seconds} s` }),
      row('from one frame to the next, p99', quantile(gaps, 0.99), 'ms'),
      row('work in a frame, p95', quantile(work, 0.95), 'ms'),
      row('chunks drawn a second, of 20 sent', chunks.length / span, ''),
    ];
  });
}

/** In the main process: as after a double click. The recorder in use has one comparison, whatever the file. */
function openAnything({ BrowserWindow }) {
  const notice = { name: 'open.file', notice: { file: '/streaming.juggler' } };
  BrowserWindow.getAllWindows()[0].webContents.send('juggler:notice', notice);
}

async function appWithStreamingRecorder() {
  const folder = inProject('.cache/bench/streaming-app');
  const built = await buildForNode('streaming-recorder', { index: 'test/bench/synthetic/streaming-recorder.ts' });
  mkdirSync(folder, { recursive: true });
  cpSync(inProject('out'), join(folder, 'out'), { recursive: true });
  cpSync(built, join(folder, 'out/recorder'), { recursive: true });
  const manifest = { name: 'juggler', version: '0.0.0', type: 'module', main: 'out/main/index.js' };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  return folder;
}
