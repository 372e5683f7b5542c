/*
 * Generated recordings, opened in the built app from its library: ten million tasks on 64 workers, and ten million states of
 * a thousand threads. How soon there is a picture, how long a frame takes while zooming and panning, and what an interval
 * costs in memory.
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

const kinds = [
  {
    what: 'tasks',
    many: { id: 'many', name: '10 million tasks', intervals: 10_000_000 },
    few: { id: 'few', name: '1,000 tasks', intervals: 1000 },
    script: 'test/bench/synthetic/make-large-recording.ts',
    make: 'makeLargeRecording',
    file: 'slices.arrow',
  },
  {
    what: 'states of 1,000 threads',
    many: { id: 'many-states', name: '10 million states', intervals: 10_000_000 },
    few: { id: 'few-states', name: '1,000 states', intervals: 1000 },
    script: 'test/bench/synthetic/make-large-states.ts',
    make: 'makeLargeStates',
    file: 'states.arrow',
  },
];
const steps = 120;
const displayMs = 1000 / 60;

export async function measure() {
  const rows = [];
  for (const kind of kinds) rows.push(...(await measureKind(kind)));
  return rows;
}

async function measureKind(kind) {
  const { what, many, few } = kind;
  const library = inProject('.cache/bench/large-library');
  const intervals = await makeLibrary(library, kind);
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
      const chunks = await page.evaluate(drawnIntervals, intervals);
      const bytes = (await settledBytes()) - before;
      const drawn = chunks.map(({ drawnAt }) => drawnAt - clicked);

      const box = await page.locator('canvas').first().boundingBox();
      await page.mouse.move(box.x + box.width * 0.6, box.y + 200);
      const zoom = await framesOf(page, (step) => [0, step < steps * 0.75 ? -100 : 200]);
      const pan = await framesOf(page, (step) => [step < steps / 2 ? 120 : -120, 0]);
      const stored = statSync(join(library, many.id, 'runs/run-1', kind.file)).size;
      return [
        row(`${what}: first picture with them in it`, Math.min(...drawn), 'ms', { max: 2000 }),
        row(`${what}: whole picture`, Math.max(...drawn), 'ms', { note: `${intervals} of them` }),
        ...rowsOf(`${what}: zoom`, zoom),
        ...rowsOf(`${what}: pan`, pan),
        row(`${what}: memory of the window for each`, bytes / intervals, 'bytes', {
          max: 24,
          note: 'private memory of its process, against the same page with 1,000',
        }),
        row(`${what}: on disk for each`, stored / intervals, 'bytes'),
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

async function makeLibrary(folder, { many, few, script, make }) {
  rmSync(folder, { recursive: true, force: true });
  sayStep(`writing ${many.name}`);
  const built = await buildForNode(make, { index: script });
  const made = await import(pathToFileURL(join(built, 'index.js')).href);
  await made[make](folder, few.id, few.name, few.intervals);
  return made[make](folder, many.id, many.name, many.intervals);
}

/** In the page: opens the comparison as a user does, and says when. */
function clickOn(text) {
  const elements = [...document.querySelectorAll('button, a, [role="button"]')];
  const found = elements.find((element) => element.textContent.includes(text));
  if (found === undefined) throw new Error(`nothing to click on says "${text}"`);
  found.click();
  return performance.now();
}

/** In the page: the chunks, once all intervals have been drawn. */
function drawnIntervals(intervals) {
  return new Promise((resolve, reject) => {
    const deadline = performance.now() + 60_000;
    const look = () => {
      const chunks = window.jugglerBench.chunks.filter((chunk) => chunk.intervals > 0);
      const drawn = chunks.reduce((sum, chunk) => sum + chunk.intervals, 0);
      if (drawn >= intervals) return resolve(chunks);
      if (performance.now() > deadline) return reject(new Error(`${drawn} of ${intervals} were drawn in a minute`));
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
