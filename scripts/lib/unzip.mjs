import { createWriteStream } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, resolve, sep } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';

const fileTypeMask = 0o170000;
const symlinkType = 0o120000;

/**
 * Extracts a zip into `folder`. `rename(name)` gives the relative path to write an entry to, or undefined to leave it out.
 * yauzl is a dependency of the project, so this works only after `npm ci`.
 */
export async function unzip(zipFile, folder, rename = (name) => name) {
  const yauzl = createRequire(import.meta.url)('yauzl');
  const zip = await promisify(yauzl.open)(zipFile, { lazyEntries: true, autoClose: false });
  const openEntry = promisify(zip.openReadStream.bind(zip));
  try {
    for await (const entry of entries(zip)) {
      if (entry.fileName.endsWith('/')) continue;
      const name = rename(entry.fileName);
      if (name !== undefined)
        await extract(entry, demandInside(folder, resolve(folder, name), name), openEntry, folder);
    }
  } finally {
    zip.close();
  }
}

async function* entries(zip) {
  for (let i = 0; i < zip.entryCount; i++) {
    yield await new Promise((done, fail) => {
      const finish = (settle) => (value) => {
        zip.off('entry', onEntry);
        zip.off('error', onError);
        settle(value);
      };
      const onEntry = finish(done);
      const onError = finish(fail);
      zip.once('entry', onEntry);
      zip.once('error', onError);
      zip.readEntry();
    });
  }
}

async function extract(entry, target, openEntry, folder) {
  const mode = entry.externalFileAttributes >>> 16;
  await mkdir(dirname(target), { recursive: true });
  const content = await openEntry(entry);
  if ((mode & fileTypeMask) === symlinkType) {
    // The frameworks in Electron's macOS bundle are links to their current version.
    const link = (await buffer(content)).toString('utf8');
    demandInside(folder, resolve(dirname(target), link), entry.fileName);
    await symlink(link, target);
    return;
  }
  await pipeline(content, createWriteStream(target, { mode: mode & 0o111 ? 0o755 : 0o644 }));
}

function demandInside(folder, path, name) {
  if (!path.startsWith(resolve(folder) + sep)) throw new Error(`the zip entry "${name}" leads outside of ${folder}`);
  return path;
}
