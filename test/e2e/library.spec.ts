import { join } from 'node:path';
import { expect, runToEnd, test } from './launch-app';
import { answerDialogs, goTo, row } from './own-files';

test('a comparison is kept, renamed, saved, deleted, brought back, deleted for good and opened from its file', async ({
  app,
  page,
  folder,
}) => {
  await goTo(page, 'Compare');
  await page.getByLabel('Items').fill('8');
  await runToEnd(page);
  const shown = async (): Promise<string[]> => [
    ...(await page.locator('.band-result').allTextContents()),
    await page.locator('.verdict p').innerText(),
    await page.getByRole('region', { name: 'Numbers' }).innerText(),
  ];
  await page.locator('.band-name', { hasText: 'serial' }).click();
  const before = await shown();
  expect(before.length).toBe(6);

  await goTo(page, 'Home');
  await expect(page.locator('.comparison-row')).toHaveCount(1);
  await goTo(page, 'Library');
  await expect(page.locator('.comparison-row')).toHaveCount(1);
  const choose = async (name: string, item: string): Promise<void> => {
    await page.getByRole('button', { name: `More for ${name}` }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  const [name] = await page.locator('.comparison-open b').allTextContents();
  await choose(name!, 'Rename');
  await page.getByRole('textbox', { name: `New name for ${name}` }).fill('Four ways, 8 items');
  await page.keyboard.press('Enter');
  await expect(row(page, 'Four ways, 8 items')).toBeVisible();

  const file = join(folder, 'talk.juggler');
  await answerDialogs(app, file);
  await choose('Four ways, 8 items', 'Save as…');
  await expect(page.getByText('talk.juggler')).toBeVisible();

  await choose('Four ways, 8 items', 'Delete');
  await expect(page.locator('.comparison-row')).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(row(page, 'Four ways, 8 items')).toBeVisible();
  await choose('Four ways, 8 items', 'Delete');
  await expect(page.getByText('None yet.')).toBeVisible();
  await goTo(page, 'Compare');
  await expect(page.locator('.band-header')).toHaveCount(0);

  await goTo(page, 'Library');
  await page.getByRole('button', { name: 'Open a file…' }).click();
  await expect(page.getByRole('main', { name: 'Four ways, 8 items' })).toBeVisible();
  await page.locator('.band-name', { hasText: 'serial' }).click();
  await expect.poll(shown).toEqual(before);
});

test('a comparison that is opened while another one runs keeps its own numbers, and so does the one that runs', async ({
  page,
}) => {
  await goTo(page, 'Compare');
  await page.getByLabel('Items').fill('4');
  for (const mode of ['async', 'threads', 'processes']) {
    await page.getByRole('complementary', { name: 'What to compare' }).getByText(mode, { exact: true }).click();
  }
  await runToEnd(page);
  const serial = page.locator('.band-name', { hasText: 'serial' });
  const numbers = page.getByRole('region', { name: 'Numbers' });
  await serial.click();
  await expect(numbers).toContainText('tasks finished4');
  const before = await numbers.innerText();
  await goTo(page, 'Library');
  const [first] = await page.locator('.comparison-open small').allTextContents();

  await goTo(page, 'Compare');
  await page.getByLabel('Items').fill('12');
  await page.getByRole('button', { name: 'Run', exact: true }).first().click();
  await expect(page.getByRole('status')).toContainText('items');
  await goTo(page, 'Library');
  await expect(page.locator('.comparison-open')).toHaveCount(2);
  await page.locator('.comparison-open', { hasText: first! }).last().click();
  await page.getByRole('button', { name: 'Run', exact: true }).first().waitFor({ timeout: 90_000 });
  await serial.click();
  await expect.poll(() => numbers.innerText()).toBe(before);

  await goTo(page, 'Library');
  await page.locator('.comparison-open').first().click();
  await serial.click();
  await expect(numbers).toContainText('tasks finished12');
});
