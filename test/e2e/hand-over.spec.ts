import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, launchApp, test } from './launch-app';
import { band, makeFile } from './own-files';

test('a second start with a file hands it to the running app, which shows it', async ({ app, page, folder }) => {
  const file = await makeFile(folder);
  const start = await app.evaluate(({ app: running }) => ({ path: process.execPath, folder: running.getAppPath() }));
  const second = spawn(
    start.path,
    [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), start.folder, 'saved.juggler'],
    {
      // Its own working directory counts for a relative path, not the running app's.
      cwd: folder,
      env: {
        ...process.env,
        JUGGLER_USER_DATA: join(folder, 'user'),
        JUGGLER_LIBRARY: join(folder, 'library'),
      },
      stdio: 'ignore',
    },
  );
  const code = await new Promise((resolve) => second.once('exit', resolve));
  expect(code).toBe(0);
  await expect(band(page, 'serial')).toContainText('baseline');
  await expect(band(page, 'threads')).toContainText('of the machine');
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  expect(file).toBe(join(folder, 'saved.juggler'));
});

test('the first start with a file shows it', async ({ folder }) => {
  const { app, page } = await launchApp(folder, [await makeFile(folder)]);
  try {
    await expect(band(page, 'threads')).toContainText('of the machine');
  } finally {
    await app.close();
  }
});
