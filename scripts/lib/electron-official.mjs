import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cachedDownload } from './cache.mjs';
import { declaredElectron, installElectron } from './electron-dist.mjs';
import { inProject } from './project.mjs';
import { unzip } from './unzip.mjs';

// The electron package's own install.js needs Node 22.12 and shows no progress; this does the same with the same
// checksums, and honours the same environment variables.

const releases = 'https://github.com/electron/electron/releases/download/';

/** The file name and address of a release, by the rules of @electron/get. */
export function officialArtifact({ version, platform, arch, environment }) {
  const setting = (name) => environment[`npm_config_electron_${name}`] || environment[`ELECTRON_${name.toUpperCase()}`];
  const file = `electron-v${version}-${platform}-${arch}.zip`;
  const mirror = setting('mirror');
  const folder = (setting('custom_dir') || `v${version}`).replace('{{ version }}', version);
  const base = mirror || releases;
  return {
    file,
    url: `${base}${base.endsWith('/') ? '' : '/'}${folder}/${setting('custom_filename') || file}`,
    mirrored: Boolean(mirror),
  };
}

function hostArch() {
  if (process.platform === 'darwin' && process.arch === 'x64' && isTranslated()) return 'arm64';
  return process.arch === 'arm' ? 'armv7l' : process.arch;
}

/** Whether this Node runs under Rosetta on an arm64 Mac. */
function isTranslated() {
  try {
    return execFileSync('sysctl', ['-in', 'sysctl.proc_translated'], { encoding: 'utf8' }).trim() === '1';
  } catch {
    return false;
  }
}

export function hostArtifact() {
  return officialArtifact({
    version: declaredElectron(),
    platform: process.platform,
    arch: hostArch(),
    environment: process.env,
  });
}

/** Asks for the header only, so that a network without GitHub costs seconds and not minutes. */
export async function describeUnreachable({ url }, timeoutMs = 6000) {
  try {
    const response = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(timeoutMs) });
    return response.ok ? undefined : `it answered ${response.status}`;
  } catch (error) {
    return error.name === 'TimeoutError'
      ? `no answer within ${timeoutMs / 1000} s`
      : (error.cause?.code ?? error.cause?.message ?? error.message);
  }
}

export async function installOfficial({ file, url }) {
  const version = declaredElectron();
  const checksums = JSON.parse(readFileSync(inProject('node_modules/electron/checksums.json'), 'utf8'));
  const digest = checksums[file];
  if (!digest) throw new Error(`Electron ${version} has no binary for this kind of machine (${file})`);
  const zip = await cachedDownload({
    name: file,
    url,
    expected: { algorithm: 'sha256', encoding: 'hex', digest },
    label: `Electron ${version}`,
  });
  // The type definitions in the zip are in the package already.
  await installElectron({
    version,
    fill: (folder) => unzip(zip, folder, (name) => (name === 'electron.d.ts' ? undefined : name)),
  });
}
