import { readFileSync, statSync } from 'node:fs';
import { Failure } from './failure.mjs';
import { inProject } from './project.mjs';

const helper = inProject('node_modules/electron/dist/chrome-sandbox');

/** Chromium's sandbox refuses to work as root; everybody else keeps it. */
export const runsAsRoot = () => process.platform === 'linux' && process.getuid() === 0;

/**
 * Ubuntu 23.10 and newer deny user namespaces to programs without an AppArmor profile. Chromium then needs its
 * set-user-id helper, which npm cannot install.
 */
export function checkSandbox() {
  if (process.platform !== 'linux' || runsAsRoot() || !userNamespacesDenied()) return;
  const { uid, mode } = statSync(helper);
  if (uid === 0 && (mode & 0o4755) === 0o4755) return;
  throw new Failure(
    'this system lets Chromium’s sandbox work only through a helper that belongs to root',
    `run this line, then the same command again (or, without the sandbox: npm start -- --no-sandbox)\nsudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'`,
  );
}

function userNamespacesDenied() {
  return (
    readSetting('apparmor_restrict_unprivileged_userns') === '1' || readSetting('unprivileged_userns_clone') === '0'
  );
}

function readSetting(name) {
  try {
    return readFileSync(`/proc/sys/kernel/${name}`, 'utf8').trim();
  } catch {
    return undefined;
  }
}
