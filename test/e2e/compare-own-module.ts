import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runToEnd, type LaunchedApp } from './launch-app';

/** Writes a module, and chooses it in the form: the system's dialog is answered, as nobody can click it here. */
export async function chooseModule({ app, page, folder }: LaunchedApp, name: string, source: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, source);
  await app.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
  }, file);
  await page.getByRole('button', { name: /module…$|another file…$/ }).click();
  // It is loaded in a process of its own first: taken, or refused with a sentence.
  await page.locator('.field-about', { hasText: file }).or(page.locator('.field-error')).first().waitFor();
  return file;
}

/** Six items of 20 ms each, in all modes: the machine that tests run on may be slow. */
export async function compareQuickly(launched: LaunchedApp): Promise<void> {
  const { page } = launched;
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  const source = `
    export const items = [0, 1, 2, 3, 4, 5];
    export function run(item) {
      const end = performance.now() + 20;
      while (performance.now() < end);
      return item;
    }
  `;
  await chooseModule(launched, 'quick.mjs', source);
  await runToEnd(page);
}

/** Only these modes are chosen. */
export async function chooseModes({ page }: LaunchedApp, modes: readonly string[]): Promise<void> {
  for (const mode of ['serial', 'async', 'threads', 'processes']) {
    const chip = page.getByRole('checkbox', { name: mode, exact: true });
    // Its input is hidden behind its label, as every chip's is.
    if ((await chip.isChecked()) !== modes.includes(mode))
      await page.locator('label', { has: page.getByText(mode, { exact: true }) }).click();
  }
}
