import type { Page } from '@playwright/test';
import { chooseModes, chooseModule } from './compare-own-module';
import { expect, launchApp, test, type LaunchedApp } from './launch-app';
import { goTo, processTree, recorderOf, row, runningProcesses } from './own-files';

const slow = `
  export const items = Array.from({ length: 400 }, (_, index) => index);
  export function run(item) {
    const end = performance.now() + 50;
    while (performance.now() < end);
    return item;
  }
`;

/** As `src/recorder/comparison/record-run.ts` has it; what came since the last is lost with a recorder that is killed. */
const chunksPerAppend = 5;

/** An app in the middle of a recorded run, of which `seen` items are on disk. */
async function inTheMiddle(folder: string): Promise<LaunchedApp & { readonly seen: number }> {
  const launched = await launchApp(folder);
  const { page } = launched;
  await goTo(page, 'Compare');
  await chooseModule(launched, 'slow.mjs', slow);
  await chooseModes(launched, ['serial']);
  await page.getByRole('button', { name: 'Run', exact: true }).first().click();
  const done = async (): Promise<number> => {
    const text = await page.locator('.run-progress p').textContent();
    return Number(/(\d+) items done/.exec(text ?? '')?.[1] ?? 0);
  };
  // A new number on the page takes a chunk at least, and the recorder saves every five: then the first one is on disk.
  const numbers = new Set<number>();
  const chunksSeen = async (): Promise<number> => numbers.add(await done()).size;
  await expect.poll(chunksSeen, { timeout: 20_000, intervals: [100] }).toBeGreaterThan(chunksPerAppend + 2);
  return { ...launched, seen: [...numbers][1]! };
}

async function kill({ app }: LaunchedApp): Promise<void> {
  const main = app.process();
  const ended = new Promise((resolve) => main.once('exit', resolve));
  process.kill(main.pid!, 'SIGKILL');
  await ended;
}

const noneIsLeftOf = (pids: ReadonlySet<number>): Promise<void> =>
  expect
    .poll(async () => (await runningProcesses()).filter(({ pid }) => pids.has(pid)).map(({ command }) => command))
    .toEqual([]);

async function expectRecovered(page: Page, seen: number): Promise<void> {
  await expect(page.locator('.home-recovered')).toHaveText(/^1 comparison had not ended when Juggler last did\./);
  await expect(row(page, 'slow')).toContainText('recovered');
  await row(page, 'slow').locator('.comparison-open').click();
  await expect(page.locator('.band-header[data-mode="serial"]')).toContainText('cut off');
  const finished = page.locator('.numbers dl > div', { hasText: 'tasks finished' }).locator('dd');
  await expect.poll(async () => Number(await finished.textContent())).toBeGreaterThanOrEqual(seen);
}

test('what was recorded until the app was killed is there at the next start, and no process is left', async ({
  folder,
}) => {
  const first = await inTheMiddle(folder);
  const pids = new Set((await processTree(first.app.process().pid!)).map(({ pid }) => pid));
  expect(pids).toContain(await recorderOf(first.app));
  await kill(first);
  // At once: what the killed app has started may still be ending.
  const second = await launchApp(folder);
  try {
    await expectRecovered(second.page, first.seen);
    await noneIsLeftOf(pids);
  } finally {
    await second.app.close();
  }
});

test('a recorder that outlives its app keeps its comparison until it has ended, and then it is recovered', async ({
  folder,
}) => {
  const first = await inTheMiddle(folder);
  const recorder = (await recorderOf(first.app))!;
  // It can't notice that its app is gone.
  process.kill(recorder, 'SIGSTOP');
  let second: LaunchedApp | null = null;
  try {
    await kill(first);
    second = await launchApp(folder);
    await expect(row(second.page, 'slow')).toBeVisible();
    await expect(row(second.page, 'slow')).not.toContainText('recovered');
    await expect(second.page.locator('.home-recovered')).toHaveCount(0);
    process.kill(recorder, 'SIGKILL');
    await expectRecovered(second.page, first.seen);
  } finally {
    await second?.app.close();
  }
});
