import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compareQuickly } from './compare-own-module';
import { expect, launchApp, test } from './launch-app';
import { band } from './own-files';

/** A file in the place of the library's folder refuses root, too, as a disk that is mounted read-only does. */
test('a library that can’t be written: it is said, the comparison runs and is shown all the same', async ({
  folder,
}) => {
  await writeFile(join(folder, 'library'), 'no folder');
  const launched = await launchApp(folder);
  try {
    const { page } = launched;
    // It is said when the first run begins, and goes away by itself: on a slow machine before the last one has ended.
    const said = page.getByText('The comparison runs, but it is not saved.').first().waitFor({ timeout: 60_000 });
    await Promise.all([said, compareQuickly(launched)]);
    await expect(band(page, 'threads').locator('.band-note')).toContainText('in memory only');
    await expect(page.locator('.verdict')).toContainText(/won|even|fastest/);
  } finally {
    await launched.app.close();
  }
});
