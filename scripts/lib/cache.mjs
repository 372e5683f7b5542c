import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { download } from './download.mjs';
import { describeMismatch } from './integrity.mjs';
import { withLock } from './lock.mjs';
import { say } from './say.mjs';

/** Downloads are shared by all clones of one user. */
export function cacheFolder(environment = process.env) {
  return join(environment.XDG_CACHE_HOME || join(homedir(), '.cache'), 'juggler');
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
