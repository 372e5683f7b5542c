import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { ComparisonManifest } from '../../src/core/trace/comparison';
import { expect, launchApp, test } from './launch-app';

/** What is drawn of the bands, as a text. */
const pictureOf = (page: Page): Promise<string> =>
  page.locator('.timeline-canvas').evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());

async function record(page: Page, command: string): Promise<void> {
  await page.getByRole('button', { name: 'Profile', exact: true }).click();
  await page.getByRole('combobox', { name: 'Command' }).fill(command);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.locator('.profile-runs [data-status]').first()).toContainText(/\d\s?m?s$/);
}

/** Of the only comparison there is, as they are saved. */
async function pinnedThreadsIn(library: string): Promise<readonly string[]> {
  const files = await readdir(library, { recursive: true });
  const file = files.find((name) => name.endsWith('comparison.json'))!;
  const { view } = JSON.parse(await readFile(join(library, file), 'utf8')) as ComparisonManifest;
  return view?.pinnedThreads ?? [];
}

test('CPU samples become functions: a call tree of the range, with where the time went', async ({ page }, info) => {
  const file = info.outputPath('work.cjs');
  await writeFile(
    file,
    `function inner(end) { while (Date.now() < end) Math.sqrt(end); }
     function outer() { inner(Date.now() + 400); }
     setTimeout(() => { performance.mark('ready'); outer(); }, 100);`,
  );
  await page.getByRole('button', { name: 'Profile', exact: true }).click();
  await page.getByRole('switch', { name: 'CPU samples' }).click();
  await record(page, `"${process.execPath}" "${file}"`);
  const calls = page.getByRole('tree', { name: 'Calls' });
  await expect(calls.getByRole('treeitem').filter({ hasText: 'outer' })).toBeVisible();
  await expect(calls.getByRole('treeitem').filter({ hasText: 'inner' })).toContainText('work.cjs:1');
  const outer = calls.getByRole('treeitem').filter({ hasText: 'outer' });
  await outer.getByRole('button').click();
  await expect(calls.getByRole('treeitem').filter({ hasText: 'inner' })).toBeHidden();
  // The choice is kept for the next start.
  await expect(page.getByRole('switch', { name: 'CPU samples' })).toBeChecked();
});

test('threads are searched, hidden, pinned, and states drawn faintly; what was chosen is kept', async ({ folder }) => {
  const { app, page } = await launchApp(folder);
  await record(page, 'sleep 0.3 & sh -c "sleep 0.2; true"; wait');
  const side = page.getByRole('complementary', { name: 'Numbers and findings' });
  await expect(side.locator('.threads-list li')).toHaveCount(4);
  const before = await pictureOf(page);

  const search = page.getByRole('searchbox', { name: 'Search threads' });
  await search.fill('no such thread');
  await expect.poll(() => pictureOf(page)).not.toBe(before);
  await search.press('Escape');
  await expect.poll(() => pictureOf(page)).toBe(before);

  const sleep = side.locator('.threads-list li').filter({ hasText: 'sleep' }).first();
  await sleep.hover();
  await sleep.getByRole('button', { name: /^Hide/ }).click();
  await expect.poll(() => pictureOf(page)).not.toBe(before);
  await page.getByRole('button', { name: 'Show 1 hidden thread' }).click();
  await expect.poll(() => pictureOf(page)).toBe(before);

  await sleep.hover();
  await sleep.getByRole('button', { name: /^Pin/ }).click();
  await expect(sleep.getByRole('button', { name: /^Pin/ })).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(() => pictureOf(page)).not.toBe(before);
  const pinned = await pictureOf(page);

  const legend = page.getByRole('button', { name: 'sleep', exact: true });
  await legend.click();
  await expect(legend).toHaveAttribute('aria-pressed', 'false');
  await expect.poll(() => pictureOf(page)).not.toBe(pinned);
  await page.getByRole('switch', { name: 'arrows' }).click();
  await expect.poll(() => pinnedThreadsIn(join(folder, 'library'))).toHaveLength(1);
  await app.close();

  const next = await launchApp(folder);
  await next.page.getByRole('button', { name: 'Library', exact: true }).click();
  await next.page.locator('.comparison-row').first().click();
  await expect(next.page.getByRole('switch', { name: 'arrows' })).not.toBeChecked();
  await expect(next.page.getByRole('button', { name: 'sleep', exact: true })).toHaveAttribute('aria-pressed', 'false');
  const again = next.page.locator('.threads-list li').filter({ hasText: 'sleep' });
  await expect(again.getByRole('button', { name: /^Pin/, pressed: true })).toHaveCount(1);
  const command = next.page.getByRole('combobox', { name: 'Command' });
  await command.fill('true');
  await next.page.getByRole('button', { name: 'Fill in the command of run 1' }).click();
  await expect(command).toHaveValue('sleep 0.3 & sh -c "sleep 0.2; true"; wait');
  await next.app.close();
});

test('runs of a command stand at a mark that both have made', async ({ page }, info) => {
  const file = info.outputPath('marks.cjs');
  await writeFile(file, `setTimeout(() => performance.mark('ready'), Number(process.argv[2]))`);
  await record(page, `"${process.execPath}" "${file}" 50`);
  await page.getByRole('combobox', { name: 'Command' }).fill(`"${process.execPath}" "${file}" 300`);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Run as a new band' }).click();
  await expect(page.locator('.profile-runs li')).toHaveCount(2);
  await expect(page.locator('.profile-runs li [data-status]').last()).toContainText(/\d\s?m?s$/);
  const axis = page.locator('.timeline-axis');
  const before = await axis.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
  await page.getByRole('combobox', { name: 'Align runs' }).click();
  await page.getByRole('option', { name: 'at “ready”' }).click();
  // The axis begins before 0 now.
  await expect.poll(() => axis.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL())).not.toBe(before);
  await expect(page.getByRole('combobox', { name: 'Align runs' })).toHaveValue('at “ready”');
});

test('a Python program tells what blocked its event loop, and that its threads took turns', async ({ page }, info) => {
  const file = info.outputPath('work.py');
  await writeFile(
    file,
    [
      'import asyncio, threading, time',
      'def burn(seconds):',
      '    end = time.monotonic() + seconds',
      '    while time.monotonic() < end: pass',
      'async def main():',
      '    await asyncio.sleep(0.05)',
      '    burn(0.2)',
      '    await asyncio.sleep(0.05)',
      'asyncio.run(main())',
      'threads = [threading.Thread(target=burn, args=(0.4,)) for _ in range(4)]',
      'for thread in threads: thread.start()',
      'for thread in threads: thread.join()',
    ].join('\n'),
  );
  await record(page, `python3 "${file}"`);
  const findings = page.getByRole('region', { name: 'Findings' });
  await expect(findings).toContainText('Threads took turns: the GIL');
  await expect(findings).toContainText(/The event loop was blocked for 2\d\d.ms by burn\(\)/);
  await findings.getByRole('button', { name: /^Show: The event loop was blocked/ }).click();
  await expect(page.locator('.numbers h2')).toContainText('of run 1');
  const calls = page.getByRole('tree', { name: 'Calls' });
  await expect(calls.getByRole('treeitem').filter({ hasText: 'burn' })).toContainText('work.py:2');
});
