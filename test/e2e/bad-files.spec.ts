import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { expect, launchApp, test } from './launch-app';
import { answerDialogs, band, goTo, makeFile, nodeProcesses } from './own-files';

const refused = {
  empty: /^\S+empty\.juggler is empty\.$/,
  cut: /^\S+cut\.juggler is cut off or damaged: its end, where the table of contents is, can’t be read\. Copy or download it again\.$/,
  picture: /^\S+picture\.juggler is not a Juggler file \(it is a PNG picture\)\.$/,
  newer: /^\S+newer\.juggler was made by a newer Juggler \(format 999; this one reads up to \d+\): update Juggler\.$/,
  bomb: /^\S+bomb\.juggler would unpack from \d+ to 400000000 bytes, which no recording does: it was not opened\.$/,
} as const;

async function writeZip(file: string, name: string, content: Buffer): Promise<void> {
  const zip = new ZipFile();
  zip.addBuffer(content, name);
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(file));
}

/** Every bad file there is, beside a good one. */
async function writeBadFiles(folder: string, good: string): Promise<void> {
  const at = (name: string): string => join(folder, `${name}.juggler`);
  const bytes = await readFile(good);
  await writeFile(at('empty'), '');
  await writeFile(at('cut'), bytes.subarray(0, bytes.length / 2));
  await writeFile(
    at('picture'),
    Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'), randomBytes(900)]),
  );
  await writeZip(at('newer'), 'comparison.json', Buffer.from('{"schema":"juggler.comparison-file/999"}'));
  await writeZip(at('bomb'), 'comparison.json', Buffer.alloc(400e6, ' '));
}

test('a file that is no comparison is refused in one sentence, and nothing else changes', async ({ launched }) => {
  const { app, page, folder } = launched;
  const good = await makeFile(folder);
  await writeBadFiles(folder, good);
  await goTo(page, 'Library');
  await answerDialogs(app, good);
  await page.getByRole('button', { name: 'Open a file…' }).click();
  await expect(band(page, 'threads')).toContainText('of the machine');
  await goTo(page, 'Library');
  for (const [name, sentence] of Object.entries(refused)) {
    await test.step(name, async () => {
      const file = join(folder, `${name}.juggler`);
      await answerDialogs(app, file);
      await page.getByRole('button', { name: 'Open a file…' }).click();
      const alert = page.getByRole('alert').filter({ hasText: `${name}.juggler` });
      await expect(alert).toHaveText(sentence);
      await expect(alert).toHaveCount(1);
      await expect(page.getByText('None yet.')).toBeVisible();
      await alert.getByRole('button').click();
    });
  }
  // What was shown before still is, and the next good one opens.
  await goTo(page, 'Compare');
  await expect(band(page, 'threads')).toContainText('of the machine');
  await goTo(page, 'Library');
  await answerDialogs(app, good);
  await page.getByRole('button', { name: 'Open a file…' }).click();
  await expect(band(page, 'serial')).toContainText('baseline');
  expect(await nodeProcesses(app)).toEqual(['Juggler Recorder']);
});

test('a bad file given to the first start, or to a second one, is refused in the window', async ({ folder }) => {
  const good = await makeFile(folder);
  await writeBadFiles(folder, good);
  const { app, page } = await launchApp(folder, [join(folder, 'empty.juggler')]);
  try {
    await expect(page.getByRole('alert')).toHaveText(refused.empty);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    for (const file of ['cut', 'saved']) {
      const start = await app.evaluate(({ app: running }) => ({
        path: process.execPath,
        folder: running.getAppPath(),
      }));
      const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
      const second = spawn(start.path, [...sandbox, start.folder, join(folder, `${file}.juggler`)], {
        env: { ...process.env, JUGGLER_USER_DATA: join(folder, 'user'), JUGGLER_LIBRARY: join(folder, 'library') },
        stdio: 'ignore',
      });
      expect(await once(second, 'exit')).toEqual([0, null]);
      if (file === 'cut') {
        await expect(page.getByRole('alert').filter({ hasText: 'cut.juggler' })).toHaveText(refused.cut);
      }
    }
    await expect(band(page, 'serial')).toContainText('baseline');
  } finally {
    await app.close();
  }
});
