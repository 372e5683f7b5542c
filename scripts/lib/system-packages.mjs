import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { Failure } from './failure.mjs';
import { sayStep } from './say.mjs';

/** What Electron needs of Debian and Ubuntu. Each brings the rest by its own dependencies. */
const forElectron = ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1'];
const forTests = ['xvfb', 'xauth'];

/** Packages that got a new name when Debian 13 and Ubuntu 24.04 moved to 64-bit time. */
const renamed = new Set(['libgtk-3-0', 'libasound2']);

/** The names of the installed packages, out of lines like "libnss3 installed". */
export function parseInstalled(output) {
  const lines = output.split('\n').map((line) => line.trim().split(' '));
  return new Set(lines.filter(([, status]) => status === 'installed').map(([name]) => name));
}

/** Which of `wanted` to install. Both names of a renamed package count; the one this release uses is returned. */
export function missingPackages(wanted, installed) {
  const newNames = [...installed].some((name) => name.endsWith('t64'));
  return wanted
    .filter((name) => !installed.has(name) && !(renamed.has(name) && installed.has(`${name}t64`)))
    .map((name) => (renamed.has(name) && newNames ? `${name}t64` : name));
}

/** Installs the missing system packages as root; otherwise says how. Does nothing where there is no apt. */
export function ensureSystemPackages({ tests = false } = {}) {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/apt-get') || !existsSync('/usr/bin/dpkg-query')) return;
  const query = spawnSync('dpkg-query', ['--show', '--showformat=${Package} ${db:Status-Status}\n'], {
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  });
  if (query.status !== 0)
    throw new Failure(`dpkg-query cannot list the installed packages: ${query.error?.message ?? query.stderr}`);

  const missing = missingPackages(tests ? [...forElectron, ...forTests] : forElectron, parseInstalled(query.stdout));
  if (missing.length === 0) return;
  if (process.getuid() !== 0) {
    throw new Failure(
      `these system packages are missing, which Electron${tests ? ' and the tests' : ''} need${tests ? '' : 's'}: ${missing.join(' ')}`,
      `run this line, then the same command again\nsudo apt-get update && sudo apt-get install -y ${missing.join(' ')}`,
    );
  }
  sayStep(`installing system packages with apt-get: ${missing.join(' ')}`);
  aptGet(['update', '-qq'], { optional: true });
  aptGet(['install', '-y', '-qq', '--no-install-recommends', ...missing]);
}

function aptGet(args, { optional = false } = {}) {
  const options = {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  const result = spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=120', ...args], options);
  // One unreachable source among several makes "update" fail, and need not matter.
  if (result.status === 0 || optional) return;
  throw new Failure(
    `apt-get ${args[0]} ended with exit code ${result.status}`,
    `read apt-get’s message above, then run: apt-get update && apt-get ${args.join(' ')}`,
  );
}
