import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { buildPackage, desktopCommand, desktopEntry, InstalledPackage, whyNotHere } from './package/installed-package';
import { isSandboxed, StartedApp } from './package/started-app';
import { TemporaryUser } from './package/temporary-user';

/* The .deb, from `npm run dist` to `apt-get purge`: installed once, used as root and as an ordinary user, removed. */

test.describe.configure({ mode: 'serial' });

const reason = whyNotHere();
test.skip(reason !== null, reason ?? '');

let folder: string;
let installed: InstalledPackage;
let user: TemporaryUser;

test.beforeAll(() => {
  test.setTimeout(150_000);
  folder = mkdtempSync(join(tmpdir(), 'juggler-package-'));
  installed = new InstalledPackage(buildPackage(folder));
  user = new TemporaryUser(`juggler-test-${process.pid}`);
});

test.afterAll(() => {
  test.setTimeout(60_000);
  user?.remove();
  installed?.purge();
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});

/** A small comparison in one mode, saved by the installed command line into the user's home. */
function save(name: string, mode: string): void {
  user.run(['juggler', 'compare', 'primes', ...small, '--modes', mode, '--output', join(user.home, name)]);
}

const systemPython = '/usr/bin/python3';
const allModes = ['serial', 'async', 'threads', 'processes'];

interface Result {
  readonly runs: readonly { mode: string; status: string; tasks: { count: number }; checksum: string }[];
}

function expectAllModes(output: string, items: number): void {
  const { runs } = JSON.parse(output) as Result;
  expect(runs.map(({ mode }) => mode)).toEqual(allModes);
  for (const run of runs) expect(run).toMatchObject({ status: 'done', tasks: { count: items } });
  expect(new Set(runs.map(({ checksum }) => checksum)).size).toBe(1);
}

const small = ['--items', '8', '--param', 'limit=400000', '--json'];

test('juggler on the PATH compares in all modes, as root', () => {
  const library = join(folder, 'library');
  const output = execFileSync('juggler', ['compare', 'primes', ...small], {
    env: { PATH: process.env['PATH'], JUGGLER_LIBRARY: library },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  expectAllModes(output, 8);
});

test('as an ordinary user, also a module in TypeScript that loads a native module of its own', () => {
  expectAllModes(user.run(['juggler', 'compare', 'primes', ...small]), 8);

  const own = join(user.home, 'own');
  for (const name of ['koffi', '@koromix']) {
    cpSync(join('node_modules', name), join(own, 'node_modules', name), { recursive: true });
  }
  const source = `
    import koffi from 'koffi';
    const absolute: (value: number) => number = koffi.load(null).func('int abs(int)');
    export const items = [-3, -2, -1];
    export const run = (item: number): number => absolute(item);`;
  writeFileSync(join(own, 'native.ts'), source);
  expectAllModes(user.run(['juggler', 'compare', join(own, 'native.ts'), '--json']), 3);
});

test('sees as much of threads as the checkout that it was packed from', () => {
  const [packed, checkout] = [['juggler'], [process.execPath, 'out/cli/index.js']].map(([file, ...before]) => {
    const output = execFileSync(file!, [...before, 'doctor', '--json'], { encoding: 'utf8' });
    const { checks } = JSON.parse(output) as { checks: readonly { id: string; quality: string }[] };
    return checks.map(({ id, quality }) => `${id}: ${quality}`);
  });
  expect(packed).toEqual(checkout);
});

test('records a command as an ordinary user, its threads and its event loop', () => {
  const script = 'setTimeout(() => {}, 300); if (process.env.ELECTRON_RUN_AS_NODE) process.exitCode = 9';
  const output = user.run(['juggler', 'record', '--json', '--', process.execPath, '-e', script]);
  const [run] = JSON.parse(output).runs;
  expect(run).toMatchObject({ mode: 'command', exitCode: 0, capabilities: { eventLoop: { quality: 'sampled' } } });
  expect(['exact', 'sampled']).toContain(run.capabilities.scheduler.quality);
  const main = run.threads.find(
    ({ name, process }: { name: string; process: string }) => name === 'main' && process === 'node',
  );
  expect(main.blockedMs.poll).toBeGreaterThan(200);
});

test('its Python parts are there: a program of Python tells of itself, and a workload of Python runs in its modes', () => {
  test.skip(!existsSync(systemPython), `there is no ${systemPython}`);
  const script = `
import asyncio, threading
async def waits(): await asyncio.sleep(0.05)
async def main(): await asyncio.gather(*(waits() for _ in range(3)))
thread = threading.Thread(target=lambda: None, name='a thread of its own')
thread.start(); thread.join()
asyncio.run(main())`;
  const recorded = user.run(['juggler', 'record', '--json', '--', systemPython, '-c', script]);
  const [run] = JSON.parse(recorded).runs;
  expect(run).toMatchObject({ exitCode: 0, capabilities: { eventLoop: { quality: 'sampled' } } });
  expect(run.threads.map(({ name }: { name: string }) => name)).toContain('a thread of its own');
  expect(run.operations).toContainEqual(expect.objectContaining({ name: expect.stringContaining('waits'), count: 3 }));

  const sizes = ['--items', '4', '--param', 'millions=1', '--python', systemPython, '--json'];
  const modes = ['serial', 'asyncio', 'threads', 'processes'];
  const compared = user.run(['juggler', 'compare', 'py-compute', '--modes', modes.join(','), ...sizes]);
  const { runs } = JSON.parse(compared) as Result;
  expect(runs.map(({ mode, status }) => [mode, status])).toEqual(modes.map((mode) => [mode, 'done']));
  expect(new Set(runs.map(({ checksum }) => checksum)).size).toBe(1);
});

test('.juggler files belong to it', () => {
  save('first.juggler', 'serial');
  save('second.juggler', 'threads');
  expect(desktopEntry('Icon')).toBe('juggler');
  const type = 'application/vnd.juggler.comparison';
  expect(user.run(['gio', 'info', '--attributes', 'standard::content-type', 'first.juggler'])).toContain(type);
  expect(user.run(['gio', 'mime', type])).toContain('juggler.desktop');
});

test('the app opens a file from its desktop entry as an ordinary user, with the sandbox on; a second start hands its file over', async () => {
  const app = await StartedApp.start(user, desktopCommand([join(user.home, 'first.juggler')]));
  const picture = app.page.locator('#timeline-summary');
  await expect(picture).toContainText('serial:');

  const pages = user.processes().filter(({ command }) => command.includes('--type=renderer'));
  expect(pages.length).toBeGreaterThan(0);
  for (const { pid, command } of pages) {
    expect(command).not.toContain('--no-sandbox');
    expect(isSandboxed(pid)).toBe(true);
  }

  // What a file manager does on a double click.
  user.run(['gio', 'open', join(user.home, 'second.juggler')]);
  await expect(picture).toContainText('threads:');
  await expect(picture).not.toContainText('serial:');

  expect(await app.close()).toBe(0);
  // Chromium's helpers notice a moment later that their parent is gone.
  await expect.poll(() => user.processes()).toEqual([]);
});

test('removal leaves nothing but what is the user’s own', () => {
  const own = [join(user.home, 'first.juggler'), join(user.home, '.local/share/juggler/library')];
  const comparisons = readdirSync(own[1]!);
  installed.purge();
  expect(own.filter((path) => !existsSync(path))).toEqual([]);
  expect(readdirSync(own[1]!)).toEqual(comparisons);
  expect(installed.files.filter((file) => existsSync(file))).toEqual([]);
  expect(existsSync('/opt/Juggler')).toBe(false);
  expect(existsSync('/etc/apparmor.d/juggler')).toBe(false);
  expect(execFileSync('dpkg-query', ['--show', '--showformat=${Package}\n'], { encoding: 'utf8' })).not.toMatch(
    /^juggler$/m,
  );
});
