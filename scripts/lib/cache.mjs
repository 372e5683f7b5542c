import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { download } from './download.mjs';
import { describeMismatch } from './integrity.mjs';
import { withLock } from './lock.mjs';
import { inProject } from './project.mjs';
import { say } from './say.mjs';

/** Downloads are shared by all clones of one user; a user without a home that can be written has one a clone. */
function cacheFolder() {
  const shared = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'juggler');
  return canWrite(shared) ? shared : inProject('.cache');
}

function canWrite(folder) {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The path of a checked file in the cache. `obtain(file)` is called when it isn't there yet, or is damaged.
 */
export async function cachedFile(name, expected, obtain) {
  const file = join(cacheFolder(), name);
  return withLock(
    `${file}.lock`,
    async () => {
      if (existsSync(file)) {
        const mismatch = await describeMismatch(file, expected);
        if (!mismatch) return file;
        say(`  ${file} is damaged (${mismatch}) and is fetched again`);
        await rm(file);
      }
      await obtain(file);
      return file;
    },
    { onWait: (pid) => say(`  process ${pid} is downloading ${name}; waiting for it`) },
  );
}

export function cachedDownload({ name, url, expected, label }) {
  return cachedFile(name, expected, (file) => download({ url, file, expected, label }));
}
