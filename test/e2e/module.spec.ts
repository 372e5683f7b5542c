import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, runToEnd, test } from './launch-app';
import { band, chooseFile, goTo } from './own-files';

const source = (items: number, print: string): string => `
  interface Item { readonly index: number }
  export const items: Item[] = Array.from({ length: ${items} }, (_, index) => ({ index }));
  export function run({ index }: Item): number {
    if (index === 0) console.log('${print}');
    return index * 2;
  }
`;

test('a TypeScript module of one’s own is run as it is on the disk at each run', async ({ app, page, folder }) => {
  const module = join(folder, 'doubles.ts');
  await writeFile(module, source(6, 'first edition'));
  await goTo(page, 'Compare');
  await chooseFile(app, page, module);
  await expect(page.locator('.field-about').first()).toContainText('doubles.ts');
  const numbers = page.getByRole('region', { name: 'Numbers' });
  const printed = page.locator('.console pre');
  for (const [items, edition] of [
    [6, 'first edition'],
    [9, 'second edition'],
  ] as const) {
    await writeFile(module, source(items, edition));
    await runToEnd(page);
    for (const mode of ['serial', 'async', 'threads', 'processes']) {
      await expect(band(page, mode)).not.toContainText('failed');
    }
    await expect(band(page, 'serial')).toContainText('baseline');
    await band(page, 'threads').locator('.band-name').click();
    await expect(numbers.locator('dl')).toContainText(new RegExp(`tasks finished\\s*${items}`));
    await band(page, 'processes').getByRole('button', { name: 'Output' }).click();
    await expect(printed).toHaveText(`${edition}\n`);
  }
  await writeFile(module, 'export const items = [1]; export const run = 7;');
  await runToEnd(page);
  await expect(band(page, 'serial').locator('.band-note')).toContainText('run');
  await expect(band(page, 'serial')).toContainText('failed');
});
