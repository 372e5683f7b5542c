import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chooseModes, chooseModule } from './compare-own-module';
import { expect, runToEnd, test, type LaunchedApp } from './launch-app';
import { band, goTo, nodeProcesses, row, runningProcesses } from './own-files';

/** Every process that loads the module is known by its id, whoever started it and whatever it is called. */
const tellPid = (folder: string): string => `
  import { appendFileSync } from 'node:fs';
  import { threadId } from 'node:worker_threads';
  appendFileSync(${JSON.stringify(join(folder, 'pids'))}, process.pid + '\\n');
  export const items = Array.from({ length: 10 }, (_, index) => index);
`;

const take = (launched: LaunchedApp, source: string): Promise<string> =>
  chooseModule(launched, 'bad.mjs', tellPid(launched.folder) + source);

/** Chosen, run serially, where it fails, and then on threads, where it does not. */
async function runBoth(launched: LaunchedApp, source: string): Promise<void> {
  await goTo(launched.page, 'Compare');
  await take(launched, source);
  await chooseModes(launched, ['serial', 'threads']);
  await runToEnd(launched.page);
}

/** The first mode failed with this sentence after so many tasks, the other ran; both are kept, no process is. */
async function expectFailedAlone(launched: LaunchedApp, sentence: string, tasks: number): Promise<void> {
  const { page } = launched;
  await expect(band(page, 'serial').locator('.band-note')).toHaveText(sentence);
  await expect(band(page, 'serial').locator('.band-result')).toContainText('failed');
  await expectTasks(launched, 'serial', tasks);
  await expectKept(launched);
}

async function expectTasks({ page }: LaunchedApp, mode: string, tasks: number): Promise<void> {
  await band(page, mode).locator('.band-name').click();
  await expect(page.getByRole('region', { name: 'Numbers' }).locator('dl')).toContainText(
    new RegExp(`tasks finished\\s*${tasks}(?!\\d)`),
  );
}

/** @param mode which ran to its end. */
async function expectKept(launched: LaunchedApp, mode = 'threads'): Promise<void> {
  const { page } = launched;
  await expect(band(page, mode).locator('.band-result')).not.toContainText('failed');
  await expectTasks(launched, mode, 10);
  await goTo(page, 'Library');
  await expect(row(page, 'bad')).toHaveCount(1);
  await expectNothingLeft(launched);
}

async function expectNothingLeft({ app, folder }: LaunchedApp): Promise<void> {
  const told = await readFile(join(folder, 'pids'), 'utf8');
  const pids = new Set(told.trim().split('\n').map(Number));
  expect(pids.size).toBeGreaterThan(0);
  await expect
    .poll(async () => (await runningProcesses()).filter(({ pid }) => pids.has(pid)).map(({ command }) => command))
    .toEqual([]);
  await expect.poll(() => nodeProcesses(app)).toEqual(['Juggler Recorder']);
}

test('a module that throws on load is refused; one that does so later fails in every mode', async ({ launched }) => {
  const { page, folder } = launched;
  await goTo(page, 'Compare');
  await take(launched, `throw new TypeError('no database configured');`);
  await expect(page.locator('.field-error')).toHaveText('loading bad.mjs failed: TypeError: no database configured');
  await expectNothingLeft(launched);
  const file = await take(launched, `export const run = (item) => item;`);
  await expect(page.locator('.field-error')).toHaveCount(0);
  await appendFile(file, `throw new TypeError('no database configured');`);
  await chooseModes(launched, ['serial', 'threads']);
  await runToEnd(page);
  for (const mode of ['serial', 'threads']) {
    await expect(band(page, mode).locator('.band-note')).toHaveText(
      'loading bad.mjs failed: TypeError: no database configured',
    );
  }
  await goTo(page, 'Library');
  await expect(row(page, 'bad')).toHaveCount(1);
  await expectNothingLeft({ ...launched, folder });
});

test('a module that exports nothing is refused, and nothing else is changed by it', async ({ launched }) => {
  const { page } = launched;
  await goTo(page, 'Compare');
  await take(launched, `export const run = (item) => item;`);
  await chooseModule(launched, 'nothing.mjs', 'const items = [1];');
  await expect(page.locator('.field-error')).toHaveText(
    /^nothing\.mjs doesn’t export “items”\. It exports nothing\. A module needs these:/,
  );
  await chooseModes(launched, ['serial', 'threads']);
  await runToEnd(page);
  await expectTasks(launched, 'serial', 10);
  await expectKept(launched);
});

test('a module that throws on item 7', async ({ launched }) => {
  await runBoth(
    launched,
    `export function run(item) {
      if (threadId === 0 && item === 7) throw new RangeError('seven is too much');
      return item;
    }`,
  );
  await expectFailedAlone(launched, 'item 7 failed: RangeError: seven is too much', 7);
});

test('a module that ends the process', async ({ launched }) => {
  await runBoth(
    launched,
    `export function run(item) {
      if (threadId === 0 && item === 7) process.exit(3);
      return item;
    }`,
  );
  await expectFailedAlone(
    launched,
    "The job's process ended by itself (exit code 3) before its work was done: does the work call process.exit()? Item 7 was in flight.",
    7,
  );
});

test('a module that returns what can’t be cloned', async ({ launched }) => {
  await runBoth(
    launched,
    `export const run = (item) => (threadId === 0 && item === 7 ? { callback: () => item } : item);`,
  );
  await expectFailedAlone(
    launched,
    "item 7 returned a function, which can't be sent between threads or processes: return numbers, strings, arrays, plain objects, maps or sets.",
    7,
  );
});

test('a module that runs for ever is skipped, and stopped', async ({ launched }) => {
  const { page } = launched;
  await goTo(page, 'Compare');
  await take(
    launched,
    `export function run(item) {
      while (item === 7 && !(threadId === 0 && process.env.never));
      return item;
    }`,
  );
  await chooseModes(launched, ['serial', 'threads']);
  await page.getByRole('button', { name: 'Run', exact: true }).first().click();
  const status = page.locator('.run-progress p');
  await expect(status).toContainText('serial: running');
  await expect(status).toContainText('7 items done');
  await page.getByRole('button', { name: 'Skip this run' }).click();
  await expect(status).toContainText('threads: running');
  await expect(band(page, 'serial').locator('.band-result')).toContainText('stopped');
  await expect(status).toContainText('9 items done');
  await page.getByRole('button', { name: 'Stop', exact: true }).first().click();
  await page.getByRole('button', { name: 'Run', exact: true }).first().waitFor();
  await expect(band(page, 'threads').locator('.band-result')).toContainText('stopped');
  await expectTasks(launched, 'serial', 7);
  await expectTasks(launched, 'threads', 9);
  await goTo(page, 'Library');
  await expect(row(page, 'bad')).toHaveCount(1);
  await expectNothingLeft(launched);
});

test('a module that eats memory until it dies', async ({ launched }) => {
  const { page } = launched;
  await goTo(page, 'Compare');
  await take(
    launched,
    `import { setFlagsFromString } from 'node:v8';
    // Threads that are started from now on have a small heap: the machine's memory is not to be eaten.
    if (threadId === 0) setFlagsFromString('--max-old-space-size=80');
    export function run(item) {
      const kept = [];
      while (threadId !== 0 && item === 7) kept.push(Array.from({ length: 10_000 }, (_, index) => ({ index })));
      return item;
    }`,
  );
  await chooseModes(launched, ['threads', 'processes']);
  await runToEnd(page);
  await expect(band(page, 'threads').locator('.band-result')).toContainText('failed');
  await expect(band(page, 'threads').locator('.band-note')).toHaveText(
    /^worker \d+ ran out of memory while running item 7: its JavaScript heap was full\. Keep less in memory in one item, or run fewer workers\.$/,
  );
  await expectKept(launched, 'processes');
});

test('a module that prints megabytes is run, and the end of what it printed can be read', async ({ launched }) => {
  const { page } = launched;
  await runBoth(
    launched,
    `export function run(item) {
      for (let line = 0; line < 4000; line++) console.log(item + ' ' + line + ' ' + 'x'.repeat(100));
      return item;
    }`,
  );
  await expectTasks(launched, 'serial', 10);
  await band(page, 'serial').getByRole('button', { name: 'Output' }).click();
  await expect(page.locator('.console summary')).toHaveText(/^What it printed: the end of 4\.\d\sMB$/);
  await expect(page.locator('.console pre')).toContainText('9 3999 xxx');
  await expectKept(launched);
});
