/*
 * A generated recording of ten million tasks on 64 workers, opened in the built app from its library: how soon there
 * is a picture, how long a frame takes while zooming and panning, and what an interval costs in memory.
 */
import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inProject } from '../../scripts/lib/project.mjs';
import { sayStep } from '../../scripts/lib/say.mjs';
import { buildForNode } from './build.mjs';
import { row } from './row.mjs';
import { quantile } from './statistics.mjs';
import { withApp } from './window/app.mjs';
import { readProbe, resetProbe } from './window/probe.mjs';

export const name = 'large';
export const title = 'A recording of 10 million intervals';

const many = { id: 'many', name: '10 million tasks', tasks: 10_000_000 };
const few = { id: 'few', name: '1,000 tasks', tasks: 1000 };
const steps = 120;
const displayMs = 1000 / 60;

export async function measure() {
  const library = inProject('.cache/bench/large-library');
  const tasks = await makeLibrary(library);
  try {
    return await withApp({ library }, async ({ app, page }) => {
      const pid = await rendererOf(app);
      const devTools = await page.context().newCDPSession(page);
      const settledBytes = async () => {
        await page.waitForTimeout(1000);
        await devTools.send('HeapProfiler.collectGarbage');
        await page.waitForTimeout(200);
        return privateBytes(pid);
      };
      // The same page with next to nothing on it: what it takes itself is no interval's.
      await page.getByText(few.name).first().click();
      await page.locator('canvas').first().waitFor();
      const before = await settledBytes();
      await page
        .getByRole('link', { name: 'Home' })
        .or(page.getByRole('button', { name: 'Home' }))
        .first()
        .click();
      await page.getByText(many.name).first().waitFor();
      await page.evaluate(resetProbe);
      const clicked = await page.evaluate(clickOn, many.name);
      const chunks = await page.evaluate(drawnTasks, tasks);
      const bytes = (await settledBytes()) - before;
      const drawn = chunks.map(({ drawnAt }) => drawnAt - clicked);

      const box = await page.locator('canvas').first().boundingBox();
      await page.mouse.move(box.x + box.width * 0.6, box.y + 200);
      const zoom = await framesOf(page, (step) => [0, step < steps * 0.75 ? -100 : 200]);
      const pan = await framesOf(page, (step) => [step < steps / 2 ? 120 : -120, 0]);
      const slices = statSync(join(library, many.id, 'runs/run-1/slices.arrow')).size;
      return [
        row('open: first picture with tasks in it', Math.min(...drawn), 'ms', { max: 2000 }),
        row('open: whole picture', Math.max(...drawn), 'ms', { note: `${tasks} tasks` }),
        ...rowsOf('zoom', zoom),
        ...rowsOf('pan', pan),
        row('memory of the window an interval', bytes / tasks, 'bytes', {
          max: 24,
          note: 'private memory of its process, against the same page with 1,000',
        }),
        row('on disk an interval', slices / tasks, 'bytes'),
      ];
    });
  } finally {
    rmSync(library, { recursive: true, force: true });
  }
}

const rowsOf = (what, { work, gaps }) => [
  row(`${what}: a frame, p95`, quantile(work, 0.95), 'ms', { max: 16.7, note: `${work.length} frames` }),
  row(`${what}: a frame, longest`, Math.max(...work), 'ms'),
  row(`${what}: frames that came late`, gaps.filter((gap) => gap > displayMs * 1.5).length / gaps.length, '', {
    note: 'share of them',
  }),
];

async function makeLibrary(folder) {
  rmSync(folder, { recursive: true, force: true });
  sayStep(`writing ${many.tasks} tasks`);
  const built = await buildForNode('make-large', { index: 'test/bench/synthetic/make-large-recording.ts' });
  const { makeLargeRecording } = await import(pathToFileURL(join(built, 'index.js')).href);
  await makeLargeRecording(folder, few.id, few.name, few.tasks);
  return makeLargeRecording(folder, many.id, many.name, many.tasks);
}

/** In the page: opens the comparison as a user does, and says when. */
function clickOn(text) {
  const elements = [...document.querySelectorAll('button, a, [role="button"]')];
  const found = elements.find((element) => element.textContent.includes(text));
  if (found === undefined) throw new Error(`nothing to click on says "${text}"`);
  found.click();
  return performance.now();
}

/** In the page: the chunks, once all tasks have been drawn. */
function drawnTasks(tasks) {
  return new Promise((resolve, reject) => {
    const deadline = performance.now() + 60_000;
    const look = () => {
      const chunks = window.jugglerBench.chunks.filter((chunk) => chunk.tasks > 0);
      const drawn = chunks.reduce((sum, chunk) => sum + chunk.tasks, 0);
      if (drawn >= tasks) return resolve(chunks);
      if (performance.now() > deadline) return reject(new Error(`${drawn} of ${tasks} tasks were drawn in a minute`));
      setTimeout(look, 50);
    };
    look();
  });
}

/** Turns the wheel once a frame, 120 times: work in each frame, and from one to the next, in ms. */
async function framesOf(page, wheel) {
  await page.evaluate(resetProbe);
  for (let step = 0; step < steps; step++) {
    await page.mouse.wheel(...wheel(step));
    await page.waitForTimeout(displayMs);
  }
  const { frames } = await page.evaluate(readProbe);
  return {
    work: frames.map(({ start, end }) => end - start),
    gaps: frames.slice(1).map(({ start }, index) => start - frames[index].start),
  };
}

const rendererOf = (app) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].webContents.getOSProcessId());

/** Linux: what the process holds for itself. */
function privateBytes(pid) {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const sum = ['Private_Clean', 'Private_Dirty']
    .map((name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)[1]))
    .reduce((total, kilobytes) => total + kilobytes, 0);
  return sum * 1024;
}
