import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ElectronApplication, Locator, Page } from '@playwright/test';

/** The system's dialogs are answered with this file, as nobody can click them here. */
export async function answerDialogs(app: ElectronApplication, file: string): Promise<void> {
  await app.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: path });
  }, file);
}

/** Chooses a module in the form of the Compare page. */
export async function chooseFile(app: ElectronApplication, page: Page, file: string): Promise<void> {
  await answerDialogs(app, file);
  await page.getByRole('button', { name: /module…$|another file…$/ }).click();
}

/** A comparison as a `.juggler` file, made by the command line: four quick runs. */
export async function makeFile(folder: string, name = 'saved.juggler'): Promise<string> {
  const file = join(folder, name);
  await promisify(execFile)(
    process.execPath,
    ['out/cli/index.js', 'compare', 'primes', '--modes', 'serial,threads', '--items', '8', '-o', file],
    { env: { ...process.env, JUGGLER_LIBRARY: join(folder, 'library-of-cli') } },
  );
  return file;
}

export const band = (page: Page, mode: string): Locator => page.locator(`.band-header[data-mode="${mode}"]`);
export const row = (page: Page, name: string): Locator => page.locator('.comparison-row', { hasText: name });
export const goTo = (page: Page, name: 'Home' | 'Compare' | 'Profile' | 'Library'): Promise<void> =>
  page.getByRole('navigation', { name: 'Pages' }).getByRole('button', { name, exact: true }).click();

interface RunningProcess {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** A process and all below it that have not ended; what ended and was not yet waited for counts as ended. */
export async function processTree(root: number): Promise<RunningProcess[]> {
  const all = await runningProcesses();
  const tree = all.filter(({ pid }) => pid === root);
  // It grows while it is walked.
  for (const { pid } of tree) tree.push(...all.filter(({ parent }) => parent === pid));
  return tree;
}

/** The recorder, job hosts and worker processes of an app, by the names they were started with. */
export function nodeProcesses(app: ElectronApplication): Promise<string[]> {
  return app.evaluate(({ app: electronApp }) =>
    electronApp
      .getAppMetrics()
      .map(({ name, serviceName }) => name ?? serviceName ?? '')
      .filter((name) => name.startsWith('Juggler ')),
  );
}

/** Its process id; undefined while there is none. */
export function recorderOf(app: ElectronApplication): Promise<number | undefined> {
  return app.evaluate(({ app: electronApp }) => {
    const processes = electronApp.getAppMetrics();
    return processes.find(({ name, serviceName }) => [name, serviceName].includes('Juggler Recorder'))?.pid;
  });
}

export async function runningProcesses(): Promise<RunningProcess[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(pids.map(readProcess));
  return found.filter((process) => process !== null);
}

async function readProcess(pid: string): Promise<RunningProcess | null> {
  try {
    const [stat, command] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile(`/proc/${pid}/cmdline`, 'utf8'),
    ]);
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' || state === 'X' ? null : { pid: Number(pid), parent: Number(parent), command };
  } catch {
    // It ended while it was being read.
    return null;
  }
}
