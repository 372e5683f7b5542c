import { chooseModes, chooseModule } from './compare-own-module';
import { expect, runToEnd, test } from './launch-app';
import { band, goTo, nodeProcesses, recorderOf, row } from './own-files';

const slow = `
  export const items = Array.from({ length: 400 }, (_, index) => index);
  export const run = (item) => new Promise((resolve) => setTimeout(resolve, 30, item));
`;

test('a recorder that dies in the middle of a run: it is said, what was recorded is kept, the next run works', async ({
  launched,
}) => {
  const { app, page } = launched;
  await goTo(page, 'Compare');
  await chooseModule(launched, 'slow.mjs', slow);
  await chooseModes(launched, ['serial', 'threads']);
  await page.getByRole('button', { name: 'Run', exact: true }).first().click();
  await expect(page.locator('.run-progress p')).toContainText(/[3-9]\d items done/);
  process.kill((await recorderOf(app))!, 'SIGKILL');
  await expect(page.getByRole('alert')).toHaveText(
    'The recorder ended with code 9 and was started again. What it had recorded until then is kept.',
  );
  await page.getByRole('button', { name: 'Run', exact: true }).first().waitFor();
  await expect(band(page, 'serial').locator('.band-result')).toContainText('cut off');
  await expect(band(page, 'serial').locator('.band-note')).toHaveText(
    /^Juggler ended before this run did: what was recorded in its first \d+\.\d s was kept\.$/,
  );
  await expect.poll(() => nodeProcesses(app)).toEqual(['Juggler Recorder']);
  await goTo(page, 'Library');
  await expect(row(page, 'slow')).toContainText('recovered');
  await goTo(page, 'Compare');

  await chooseModule(launched, 'quick.mjs', 'export const items = [1, 2, 3]; export const run = (item) => item;');
  await runToEnd(page);
  await expect(band(page, 'serial')).toContainText('baseline');
  await expect(band(page, 'threads')).toContainText('of the machine');
  await goTo(page, 'Library');
  await expect(row(page, 'quick')).toHaveCount(1);
  await expect(row(page, 'slow')).toHaveCount(1);
});

test('a window that begins anew in the middle of a run can still stop it', async ({ launched }) => {
  const { page } = launched;
  await goTo(page, 'Compare');
  const forever =
    'export const items = [1, 2]; export const run = () => new Promise(() => setInterval(() => {}, 1e6));';
  await chooseModule(launched, 'waits.mjs', forever);
  await chooseModes(launched, ['serial']);
  await page.getByRole('button', { name: 'Run', exact: true }).first().click();
  await expect(page.locator('.run-progress p')).toContainText('serial: running');
  await page.reload();
  await page.getByRole('button', { name: 'Stop', exact: true }).first().click();
  await page.getByRole('button', { name: 'Run', exact: true }).first().waitFor();
  await goTo(page, 'Library');
  await expect(row(page, 'waits')).toContainText('Stopped before serial had finished; what was recorded is kept.');
});
