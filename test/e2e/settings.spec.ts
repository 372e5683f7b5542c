import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { expect, launchApp, test } from './launch-app';
import { goTo } from './own-files';

const chosenTheme = (app: ElectronApplication): Promise<string[]> =>
  app.evaluate(({ Menu }) =>
    ['system', 'light', 'dark'].filter(
      (theme) => Menu.getApplicationMenu()!.getMenuItemById(`theme-${theme}`)!.checked,
    ),
  );

test('settings that can’t be read give the defaults and a sentence, and are kept', async ({ folder }) => {
  const file = join(folder, 'user', 'settings.json');
  await mkdir(join(folder, 'user'));
  await writeFile(file, '{"settings":{"theme":"pink"');
  const { app, page } = await launchApp(folder);
  try {
    await expect(page.getByRole('alert')).toContainText('could not be understood: defaults are used');
    expect(await chosenTheme(app)).toEqual(['system']);
    expect(await readFile(`${file}.bak`, 'utf8')).toBe('{"settings":{"theme":"pink"');
    await goTo(page, 'Compare');
    await expect(page.getByRole('checkbox', { name: 'processes' })).toBeChecked();
  } finally {
    await app.close();
  }
});
