import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { Failure } from './failure.mjs';
import { runNpm } from './npm.mjs';
import { inProject } from './project.mjs';
import { sayStep } from './say.mjs';

const lockFile = inProject('package-lock.json');
const installedLockFile = inProject('node_modules/.package-lock.json');
const stampFile = inProject('node_modules/.juggler-setup.json');

/** Installs exactly what package-lock.json says, unless that is what is there. */
export async function ensureDependencies() {
  const lock = readFileSync(lockFile, 'utf8');
  const stamp = { lock: createHash('sha256').update(lock).digest('hex'), host: `${process.platform}-${process.arch}` };
  const stored = readJson(stampFile);
  if (stored?.lock === stamp.lock && stored.host === stamp.host) return;

  // Somebody may have called npm themselves: what counts is what is installed.
  const installed = readJson(installedLockFile);
  if (!installed || !satisfiesLock(JSON.parse(lock), installed) || (stored && stored.host !== stamp.host))
    await installLocked();
  writeFileSync(stampFile, `${JSON.stringify(stamp)}\n`);
}

async function installLocked() {
  sayStep('installing the locked dependencies (npm ci)');
  // NODE_ENV=production would leave out what the build needs. No dependency needs its install script.
  const code = await runNpm(['ci', '--no-audit', '--no-fund', '--include=dev', '--ignore-scripts']);
  if (code === 0) return;
  throw new Failure(
    `npm ci ended with exit code ${code}`,
    'read npm’s message above; check the network and "npm config get registry", and run the same command again\n' +
      '(if the lock is not in sync with package.json: npm install && node scripts/complete-lock.mjs)',
  );
}

/**
 * Whether the packages in node_modules are those of the lock: `lock` and `installed` are the contents of
 * package-lock.json and node_modules/.package-lock.json. Optional packages of other platforms may be absent.
 */
export function satisfiesLock(lock, installed) {
  const wanted = Object.entries(lock.packages).filter(([path]) => path !== '');
  const isWanted = new Set(wanted.map(([path]) => path));
  const complete = wanted.every(([path, { version, optional, devOptional }]) => {
    const present = installed.packages[path];
    return present ? present.version === version : Boolean(optional || devOptional);
  });
  return complete && Object.keys(installed.packages).every((path) => isWanted.has(path));
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
