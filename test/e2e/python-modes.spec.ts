import { noPython, pythons } from '../integration/agents/pythons';
import { chooseModule } from './compare-own-module';
import { expect, runToEnd, test } from './launch-app';

test.skip(noPython !== null, noPython ?? '');

const source = `
import time

ITEMS = range(6)

def run(item):
    time.sleep(0.02)
    return item

async def run_async(item):
    import asyncio
    await asyncio.sleep(0.02)
    return item
`;

test('a Python file is run in the modes that its interpreter has, and those it lacks say how to get them', async ({
  page,
  launched,
}, info) => {
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await chooseModule(launched, 'waits.py', source);
  await expect(page.locator('.interpreters [data-with-remove]')).toHaveText(/^Python 3\.\d+\.\d+/);
  for (const mode of ['serial', 'asyncio', 'to-thread', 'threads', 'processes'])
    await expect(page.getByRole('checkbox', { name: mode, exact: true })).toBeChecked();
  await expect(page.getByRole('checkbox', { name: 'async', exact: true })).toHaveCount(0);
  // Wherever the tests run, a mode is either offered or greyed with what is missing.
  for (const mode of ['trio', 'unsync', 'cython']) {
    const chip = page.getByRole('checkbox', { name: mode, exact: true });
    if (await chip.isEnabled()) {
      await page.locator('label', { has: page.getByText(mode, { exact: true }) }).click();
      await expect(chip).not.toBeChecked();
    } else {
      await page.getByText('Not in this interpreter').click();
      await expect(page.locator('.field-more', { hasText: `${mode} is not installed in` })).toContainText('install');
      await page.getByText('Not in this interpreter').click();
    }
  }
  await page.screenshot({ path: info.outputPath('form.png') });
  await runToEnd(page);
  expect(await page.locator('.band-name').allTextContents()).toEqual([
    'serial',
    'asyncio',
    'to-thread',
    'threads',
    'processes',
  ]);
  // Where other programs were busy no winner is named, and asyncio's factor is still given.
  await expect(page.locator('.verdict p')).toContainText(
    /^(Asyncio.* won|No mode .* other programs used .* asyncio (?:[3-9]|\d\d)\.\d+×)/,
  );
  await page.screenshot({ path: info.outputPath('python.png') });
});

test('a built-in Python workload waits for its server, and going back to JavaScript brings back its modes', async ({
  page,
}) => {
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await page.getByRole('combobox', { name: 'Workload' }).click();
  await page.getByRole('option', { name: /Python: requests/ }).click();
  await expect(page.getByRole('checkbox', { name: 'asyncio', exact: true })).toBeChecked();
  for (const mode of ['serial', 'to-thread', 'threads', 'processes', 'trio', 'unsync', 'cython']) {
    const chip = page.getByRole('checkbox', { name: mode, exact: true });
    if (await chip.isChecked()) await page.locator('label', { has: page.getByText(mode, { exact: true }) }).click();
  }
  await runToEnd(page);
  await expect(page.locator('.verdict p')).toContainText('Asyncio took');
  await page.getByRole('combobox', { name: 'Workload' }).click();
  await page.getByRole('option', { name: /^Primes/ }).click();
  await expect(page.getByRole('checkbox', { name: 'async', exact: true })).toBeChecked();
  await expect(page.locator('.interpreters')).toHaveCount(0);
});

const minor = (version: string): string => version.split('.').slice(0, 2).join('.');

test('several interpreters run the same work, each in bands of its own', async ({ page, launched }, info) => {
  test.skip(pythons.length < 2, 'only one Python is installed here');
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await chooseModule(launched, 'waits.py', source);
  await expect(page.getByRole('checkbox', { name: 'asyncio', exact: true })).toBeChecked();
  for (const mode of ['asyncio', 'to-thread', 'processes', 'trio', 'unsync', 'cython']) {
    const chip = page.getByRole('checkbox', { name: mode, exact: true });
    if (await chip.isChecked()) await page.locator('label', { has: page.getByText(mode, { exact: true }) }).click();
  }
  const chosen = page.locator('.interpreters [data-with-remove]');
  const first = /\d+\.\d+\.\d+t?/.exec((await chosen.textContent()) ?? '')![0];
  await page.getByRole('combobox', { name: 'Interpreters' }).press('ArrowDown');
  const others = page.getByRole('option', { name: /^Python \d/ }).filter({ hasNotText: first });
  const second = /\d+\.\d+\.\d+t?/.exec((await others.first().textContent()) ?? '')![0];
  await others.first().click();
  await page.screenshot({ path: info.outputPath('interpreters-list.png') });
  await page.keyboard.press('Escape');
  await expect(chosen).toHaveCount(2);
  await page.screenshot({ path: info.outputPath('interpreters-form.png') });
  await runToEnd(page);
  const names = minor(first) === minor(second) ? [first, second] : [minor(first), minor(second)];
  expect(await page.locator('.band-name').allTextContents()).toEqual(
    ['serial', 'threads'].flatMap((mode) => names.map((name) => `${mode} · Python ${name}`)),
  );
  await page.screenshot({ path: info.outputPath('interpreters.png') });
  // Taking one away leaves one band a mode.
  await chosen.nth(1).getByRole('button', { includeHidden: true }).click();
  await runToEnd(page);
  expect(await page.locator('.band-name').allTextContents()).toEqual(['serial', 'threads']);
});

test('a Python file with an error says where', async ({ page, launched }) => {
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await chooseModule(launched, 'broken.py', 'ITEMS = [1, 2\ndef run(item): return 1\n');
  await expect(page.locator('.field-error')).toContainText('loading broken.py failed at broken.py:1:');
});
