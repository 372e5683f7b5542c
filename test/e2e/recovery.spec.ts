import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, launchApp, test } from './launch-app';
import { chooseFile, goTo, processTree, row, runningProcesses } from './own-files';

const slow = `
  export const items = Array.from({ length: 400 }, (_, index) => index);
  export function run(item) {
    const end = performance.now() + 50;
    while (performance.now() < end);
    return item;
  }
`;

test('what was recorded until the app was killed is there at the next start, and no process is left', async ({
  folder,
}) => {
  const module = join(folder, 'slow.mjs');
  await writeFile(module, slow);
  const { app, page } = await launchApp(folder);
  const main = app.process();
  await goTo(page, 'Compare');
  await chooseFile(app, page, module);
  await expect(page.locator('.field-about').first()).toContainText('slow');
  await page.getByRole('button', { name: 'Run', exact: true }).first().click();
  const done = async (): Promise<number> => {
    const text = await page.locator('.run-progress p').textContent();
    return Number(/(\d+) items done/.exec(text ?? '')?.[1] ?? 0);
  };
  await expect.poll(done, { timeout: 20_000 }).toBeGreaterThan(20);
  const seen = await done();

  const tree = await processTree(main.pid!);
  expect(tree.map(({ command }) => command).join('\n')).toContain('juggler recorder');
  const pids = new Set(tree.map(({ pid }) => pid));
  const ended = new Promise((resolve) => main.once('exit', resolve));
  process.kill(main.pid!, 'SIGKILL');
  await ended;
  await expect
    .poll(async () => (await runningProcesses()).filter(({ pid }) => pids.has(pid)).map(({ command }) => command))
    .toEqual([]);

  const second = await launchApp(folder);
  try {
    const again = second.page;
    await expect(again.locator('.home-recovered')).toHaveText(/^1 comparison had not ended when Juggler last did\./);
    await expect(row(again, 'slow')).toContainText('recovered');
    await row(again, 'slow').locator('.comparison-open').click();
    await expect(again.locator('.band-header[data-mode="serial"]')).toContainText('cut off');
    const finished = again.locator('.numbers dl > div', { hasText: 'tasks finished' }).locator('dd');
    await expect.poll(async () => Number(await finished.textContent())).toBeGreaterThanOrEqual(seen);
  } finally {
    await second.app.close();
  }
});
