import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Why the package cannot be tried here, or null. */
export function whyNotHere(): string | null {
  if (process.platform !== 'linux') return `packages for Debian are not for ${process.platform}`;
  if (process.getuid?.() !== 0) return 'only root can install a package';
  if (!existsSync('/usr/bin/apt-get') || !existsSync('/usr/bin/dpkg-deb')) return 'this is not Debian or Ubuntu';
  if (installedPackages().has('juggler')) return 'juggler is installed here, and the test would replace it';
  return null;
}

/** A quick package in `folder`. @returns its path. */
export function buildPackage(folder: string): string {
  execFileSync(process.execPath, ['scripts/dist.mjs', '--fast', '--target', 'deb', '--output', folder], {
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: 120_000,
  });
  const name = readdirSync(folder).find((file) => file.endsWith('.deb'));
  if (name === undefined) throw new Error(`npm run dist left no .deb in ${folder}`);
  return join(folder, name);
}

/** The package as apt installed it, with what apt brought along. */
export class InstalledPackage {
  /** Files the package owns, folders left out. */
  readonly files: readonly string[];
  readonly #brought: readonly string[];

  constructor(file: string) {
    const before = installedPackages();
    apt('install', file);
    this.#brought = [...installedPackages()].filter((name) => !before.has(name));
    this.files = execFileSync('dpkg', ['-L', 'juggler'], { encoding: 'utf8' })
      .split('\n')
      .filter((path) => path !== '' && !path.endsWith('/.') && !isFolder(path));
  }

  /** Purges it and what came with it: the machine is as it was. */
  purge(): void {
    if (installedPackages().has('juggler')) apt('purge', 'juggler');
    const rest = this.#brought.filter((name) => name !== 'juggler' && installedPackages().has(name));
    if (rest.length > 0) apt('purge', ...rest);
  }
}

/** The value of a key in the desktop entry's main group. */
export function desktopEntry(key: string): string {
  const text = readFileSync('/usr/share/applications/juggler.desktop', 'utf8');
  const value = new RegExp(`^${key}=(.*)$`, 'm').exec(text)?.[1];
  if (value === undefined) throw new Error(`the desktop entry has no ${key}`);
  return value;
}

/** The command that a desktop runs for these files. */
export const desktopCommand = (files: readonly string[]): string[] =>
  desktopEntry('Exec')
    .split(' ')
    .flatMap((word) => (word === '%F' ? files : [word]));

function installedPackages(): Set<string> {
  const lines = execFileSync('dpkg-query', ['--show', '--showformat=${Package} ${db:Status-Status}\n'], {
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  });
  return new Set(lines.split('\n').flatMap((line) => (line.endsWith(' installed') ? [line.split(' ')[0]!] : [])));
}

function apt(action: 'install' | 'purge', ...names: string[]): void {
  execFileSync('apt-get', ['-y', '-qq', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=120', action, ...names], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: 120_000,
  });
}

const isFolder = (path: string): boolean => {
  try {
    return readdirSync(path).length >= 0;
  } catch {
    return false;
  }
};
